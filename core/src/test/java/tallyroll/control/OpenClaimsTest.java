package tallyroll.control;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenClaimsTest {
    private static final List<Claim.Range> RANGE = List.of(new Claim.Range("events", 0, 0, 10));

    private final MemoryControl control = new MemoryControl();
    private final OpenClaims claims = OpenClaims.in(control, "p");
    private final LeaseHolder first = driver("a/1");
    private final IngestClaim claim = first.claim(RANGE);

    @Test
    void require_openClaim_returns() {
        assertThatCode(() -> claims.require(claim)).doesNotThrowAnyException();
    }

    @Test
    void require_claimedAgainByAnother_isFenced() {
        Claim again = driver("b/2").reclaim().orElseThrow();

        assertThatThrownBy(() -> claims.require(claim))
                .isInstanceOf(FencedException.class)
                .hasMessage("Cannot go on with batch 1 of \"p\", which was claimed at write timestamp "
                        + claim.writeTimestamp() + ": batch 1 is open at write timestamp " + again.writeTimestamp()
                        + ". The lease was lost meanwhile; the driver that holds it goes on from here.");
        assertThatCode(() -> claims.require(again)).doesNotThrowAnyException();
    }

    @Test
    void require_committed_isFenced() {
        first.commit(claim, new Books(10, 10, 100, 0, 0), 1, 0);

        assertThatThrownBy(() -> claims.require(claim))
                .isInstanceOf(FencedException.class)
                .hasMessageContaining("batch 1 is committed and none is open");
    }

    private LeaseHolder driver(String holder) {
        Instant now = Instant.parse("2026-03-27T10:00:00Z");
        Acquisition answer = LeaseHolder.acquire(control, "p", holder, Duration.ofSeconds(30), () -> now, dead -> true);
        return ((Acquisition.Acquired) answer).driver();
    }
}
