package tallyroll.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import tallyroll.summary.StoreException;

/** The clock moves by a step with every look at it; nothing rests. */
class PatienceTest {
    private static final StoreException CASSANDRA = StoreException.unreachable("Cannot reach Cassandra.", null);
    private static final StoreException FAULT = new StoreException("Cannot prepare keyspace \"shop\"", null);

    private final StopSignal stop = new StopSignal();
    private final List<String> lines = new ArrayList<>();
    private Instant now = Instant.parse("2026-03-28T08:00:00Z");
    private Duration step = Duration.ZERO;

    @Test
    void insist_serverComesBack_givesTheResultAndSaysBoth() throws InterruptedException {
        step = Duration.ofSeconds(3);

        String result = patience(Patience.FOR_EVER).insist(failing(CASSANDRA, CASSANDRA));

        assertThat(result).isEqualTo("done");
        assertThat(lines)
                .containsExactly(
                        "not ready, waiting for Cassandra: Cannot reach Cassandra.",
                        "Cassandra answers again, after 6 s");
    }

    @Test
    void insist_longOutage_isSaidNowAndThen() throws InterruptedException {
        step = Duration.ofSeconds(5);
        RuntimeException[] hour = new RuntimeException[720];
        java.util.Arrays.fill(hour, CASSANDRA);

        patience(Patience.FOR_EVER).insist(failing(hour));

        assertThat(lines)
                .hasSizeBetween(14, 20)
                .contains("still waiting for Cassandra, away for 10 s", "still waiting for Cassandra, away for 30 s")
                .last()
                .isEqualTo("Cassandra answers again, after 3,600 s");
    }

    @Test
    void insist_longerThanTheLimit_failsWithTheServersSentence() {
        step = Duration.ofSeconds(4);

        assertThatThrownBy(() -> patience(Duration.ofSeconds(10)).insist(() -> {
                    throw CASSANDRA;
                }))
                .isInstanceOf(OutageException.class)
                .hasMessage("Cannot reach Cassandra. Waited for Cassandra for 12 s, as long as --patience allows.")
                .hasCause(CASSANDRA);
        assertThat(lines)
                .containsExactly(
                        "not ready, waiting for Cassandra until 2026-03-28T08:00:14Z: Cannot reach Cassandra.");
    }

    @Test
    void insist_noPatience_failsAtOnceAndQuietly() {
        assertThatThrownBy(() -> patience(Duration.ZERO).insist(failing(CASSANDRA)))
                .isInstanceOf(OutageException.class);
        assertThat(lines).isEmpty();
    }

    @Test
    void insist_anyOtherFailure_goesThrough() {
        assertThatThrownBy(() -> patience(Patience.FOR_EVER).insist(failing(FAULT)))
                .isSameAs(FAULT);
        assertThat(lines).isEmpty();
    }

    @Test
    void insist_stopped_failsWithoutTryingAgain() {
        stop.give();

        assertThatThrownBy(() -> patience(Patience.FOR_EVER).insist(failing(CASSANDRA)))
                .hasMessage("Cannot reach Cassandra. Stopped while waiting for Cassandra.");
    }

    @Test
    void after_awayAgainSoonAfterItAnswered_isTheSameOutage() throws InterruptedException {
        Patience patience = patience(Duration.ofSeconds(40));
        step = Duration.ofSeconds(6);
        patience.insist(failing(CASSANDRA));
        patience.insist(failing(CASSANDRA));

        assertThatThrownBy(() -> patience.insist(failing(CASSANDRA, CASSANDRA, CASSANDRA, CASSANDRA)))
                .isInstanceOf(OutageException.class);
    }

    @Test
    void after_awayAgainMuchLater_isAnotherOutage() throws InterruptedException {
        Patience patience = patience(Duration.ofSeconds(40));
        step = Duration.ofSeconds(1);
        patience.insist(failing(CASSANDRA));
        now = now.plus(Duration.ofHours(1));

        assertThat(patience.insist(failing(CASSANDRA))).isEqualTo("done");
        assertThat(patience.waiting()).isFalse();
    }

    @Test
    void after_anotherServer_hasItsOwnPatience() throws InterruptedException {
        Patience patience = patience(Duration.ofSeconds(10));
        patience.after(CASSANDRA);
        assertThat(patience.waiting()).isTrue();
        now = now.plusSeconds(9);
        patience.after(new Kafka());
        now = now.plusSeconds(9);

        patience.after(new Kafka());

        assertThat(lines).anyMatch(line -> line.startsWith("not ready, waiting for Kafka"));
    }

    private Patience patience(Duration limit) {
        return new Patience(RetryPolicy.immediately(RetryPolicy.UNLIMITED), limit, stop, this::tick, lines::add);
    }

    private Instant tick() {
        now = now.plus(step);
        return now;
    }

    private static Patience.Attempt<String> failing(RuntimeException... failures) {
        Deque<RuntimeException> left = new ArrayDeque<>(List.of(failures));
        return () -> {
            if (!left.isEmpty()) {
                throw left.remove();
            }
            return "done";
        };
    }

    private static final class Kafka extends tallyroll.TallyrollException {
        private static final long serialVersionUID = 1L;

        Kafka() {
            super("Cannot read topic \"sales\"");
        }

        @Override
        public java.util.Optional<String> away() {
            return java.util.Optional.of("Kafka");
        }
    }
}
