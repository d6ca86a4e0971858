package tallyroll.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tallyroll.batch.BatchListener.Phase;
import tallyroll.batch.CommittedBatch;
import tallyroll.control.Books;
import tallyroll.control.Claim;
import tallyroll.control.IngestClaim;
import tallyroll.control.PathMatches;
import tallyroll.control.Quarantine;
import tallyroll.control.SettleClaim;
import tallyroll.run.RunPhase;
import tallyroll.run.SignOfLife;

class RunLinesTest {
    private static final Instant AT = Instant.parse("2026-03-28T08:00:00Z");

    private final Terminal terminal = new Terminal(Path.of("."));
    private final RunLines lines = new RunLines(terminal.console());

    @Test
    void committed_lagUnknown_saysSo() {
        commit(-1);

        assertThat(terminal.err()).contains(" 4 rows, lag unknown, ").doesNotContain("-1");
    }

    @Test
    void committed_lagKnown_isANumber() {
        commit(12_345);

        assertThat(terminal.err()).contains(" 4 rows, lag 12,345, ");
    }

    @Test
    void entered_andAlive_areALineEach() {
        lines.entered(RunPhase.STARTING_SPARK, "starting Spark");
        lines.alive(new SignOfLife("batch 7, read to apply", Duration.ofSeconds(25), 12, 40));

        assertThat(terminal.err()).isEqualTo("starting Spark\nbatch 7, read to apply: 12 of 40 tasks, 25 s\n");
    }

    @Test
    void settled_buckets_areSaidWithHow() {
        settle(new SettleClaim(2, 1_700_000_000_000_000L, 0, List.of(0L), Claim.Cause.SETTLE), 3);
        settle(
                new SettleClaim(
                        3,
                        1_700_000_000_000_000L,
                        0,
                        List.of(0L),
                        List.of(new SettleClaim.Proven(1, 2)),
                        Claim.Cause.SETTLE,
                        Quarantine.NONE),
                0);

        assertThat(terminal.err())
                .contains("batch 2  settled 1 buckets, 3 rows corrected, ")
                .contains("batch 3  settled 2 buckets, 1 of them by proof, 0 rows corrected, ");
    }

    @Test
    void settled_audit_isLoudWhereItFoundDrift() {
        settle(new SettleClaim(2, 1_700_000_000_000_000L, 0, List.of(0L), Claim.Cause.AUDIT), 0);
        settle(new SettleClaim(3, 1_700_000_000_000_000L, 0, List.of(0L), Claim.Cause.AUDIT), 3);

        assertThat(terminal.err())
                .contains("batch 2  audited 1 buckets, all rows right, ")
                .contains(
                        "batch 3  audited 1 buckets. DRIFT: 3 rows of settled buckets differed from the record and were"
                                + " corrected, ");
    }

    @Test
    void matched_pathThatLedNowhere_isALineOnceEnoughWasRead() {
        lines.matched(new PathMatches(Set.of("id"), Map.of("delayy", 999L)));
        assertThat(terminal.err()).isEmpty();

        lines.matched(new PathMatches(Set.of("id"), Map.of("delayy", 1_500L)));
        lines.matched(new PathMatches(Set.of("id"), Map.of("delayy", 2_500L)));
        assertThat(terminal.err())
                .isEqualTo(
                        "nothing was found at path \"delayy\" in any of 1,500 events: check it, unless no sender fills it;"
                                + " see status\n");
    }

    private void settle(SettleClaim claim, long rows) {
        lines.committed(new CommittedBatch(claim, Books.NONE, claim.settled().size(), rows, -1), AT);
    }

    private void commit(long lag) {
        Claim claim = new IngestClaim(1, 1_700_000_000_000_000L, 0, List.of(new Claim.Range("sales", 0, 0, 3)));
        for (Phase phase : Phase.values()) {
            lines.began(phase, AT);
        }
        lines.committed(new CommittedBatch(claim, new Books(3, 3, 100, 0, 0), 0, 4, lag), AT);
    }
}
