package tallyroll.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tallyroll.bytes.Slice;
import tallyroll.retry.RetryPolicy;

@Timeout(30)
class RedeliveryTest {
    private final HoldingSink sink = new HoldingSink(1 << 20);
    private final ShutdownDeadline deadline = new ShutdownDeadline(Duration.ZERO);
    private final Reports reports = new Reports();
    private final Redelivery redelivery = new Redelivery(
            sink,
            deadline,
            new RetryPolicy("", RetryPolicy.UNLIMITED, Duration.ofMillis(1), Duration.ofMillis(4), "")
                    .backoff(new SplittableRandom(1)),
            reports);

    @Test
    void awaitSafe_allKept_knowsIt() throws Exception {
        assertThat(offer("a", "b")).isTrue();

        assertThat(finish()).isTrue();
        assertThat(redelivery.unsafeEvents()).isZero();
        assertThat(sink.drain()).containsExactly("a", "b");
    }

    @Test
    void awaitSafe_stagesStillWaiting_saysHowManyAreUncertain() throws Exception {
        sink.completeLater();
        offer("a", "b");
        offer("c");
        deadline.begin();

        assertThat(finish()).isFalse();
        assertThat(redelivery.unsafeEvents()).isEqualTo(3);
    }

    @Test
    void awaitSafe_fewerThanTheLimitInFlight_doesNotWait() throws Exception {
        sink.completeLater();
        offer("a");
        offer("b");

        assertThat(redelivery.awaitSafe(2, deadline::isOver)).isTrue();
        assertThat(redelivery.size()).isEqualTo(2);
    }

    @Test
    void offer_sinkFullWhenClosing_saysHowManyWereNotTaken() throws Exception {
        sink.full(true);
        deadline.begin();

        assertThat(offer("a", "b")).isFalse();
        assertThat(finish()).isFalse();
        assertThat(redelivery.unsafeEvents()).isEqualTo(2);
        assertThat(reports.full).isPositive();
    }

    @Test
    void awaitSafe_failedBatch_comesBehindThoseOfferedMeanwhile() throws Exception {
        sink.failNext(1);
        offer("a");
        offer("b");

        assertThat(finish()).isTrue();
        assertThat(sink.drain()).containsExactly("b", "a");
        assertThat(reports.failed).containsExactly("1 the disk is gone");
    }

    @Test
    void awaitSafe_failsOverAndOver_isOfferedUntilItIsSafe() throws Exception {
        sink.failNext(3);
        offer("a", "b");

        assertThat(finish()).isTrue();
        assertThat(sink.drain()).containsExactly("a", "b");
        assertThat(reports.failed).hasSize(3);
    }

    @Test
    void awaitSafe_failureAfterTheEndBegan_isGivenUp() throws Exception {
        sink.failNext(1);
        offer("a");
        offer("b", "c");
        deadline.begin();

        assertThat(finish()).isFalse();
        assertThat(redelivery.unsafeEvents()).isEqualTo(1);
        assertThat(sink.drain()).containsExactly("b", "c");
        assertThat(reports.failed).isEmpty();
    }

    private boolean offer(String... events) throws InterruptedException {
        EventBatch.Builder batch = EventBatch.builder();
        for (String event : events) {
            batch.add(Slice.of(event));
        }
        return redelivery.offer(batch.build(), deadline::isOver);
    }

    private boolean finish() throws InterruptedException {
        return redelivery.awaitSafe(0, deadline::isOver);
    }

    private static final class Reports implements Redelivery.Listener {
        private final List<String> failed = new ArrayList<>();
        private int full;

        @Override
        public void full() {
            full++;
        }

        @Override
        public void failed(EventBatch batch, Throwable why, Duration pause) {
            failed.add(batch.count() + " " + why.getMessage());
        }
    }
}
