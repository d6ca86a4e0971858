package tallyroll.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Polling, and its ends. */
class AwaitTest {
    @Test
    void until_holdsAtOnce_doesNotWait() {
        assertThat(Await.until(Duration.ZERO, () -> true)).isTrue();
    }

    @Test
    void until_holdsLater_pollsUntilThen() {
        AtomicInteger polls = new AtomicInteger();

        assertThat(Await.until(Duration.ofMinutes(1), Duration.ofMillis(1), () -> polls.incrementAndGet() == 5))
                .isTrue();
        assertThat(polls).hasValue(5);
    }

    @Test
    void until_neverHolds_isFalseAfterTheLimit() {
        assertThat(Await.until(Duration.ofMillis(20), Duration.ofMillis(1), () -> false))
                .isFalse();
    }

    @Test
    void until_interrupted_isFalseAndStaysInterrupted() {
        Thread.currentThread().interrupt();

        assertThat(Await.until(Duration.ofMinutes(1), () -> false)).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }
}
