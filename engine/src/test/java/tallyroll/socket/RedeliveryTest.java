package tallyroll.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tallyroll.bytes.Slice;
import tallyroll.receiver.EventBatch;
import tallyroll.receiver.HoldingSink;
import tallyroll.receiver.RateLimitedLog;
import tallyroll.receiver.ShutdownDeadline;
import tallyroll.retry.Retries;

@Timeout(30)
class RedeliveryTest {
    private final HoldingSink sink = new HoldingSink(1 << 20);
    private final ShutdownDeadline deadline = new ShutdownDeadline(Duration.ZERO);
    private final RateLimitedLog nothing = new RateLimitedLog("", notice -> {}, System::nanoTime);
    private final Redelivery delivery =
            new Redelivery(sink, deadline, Retries.RECEIVER_OFFER.backoff(new SplittableRandom(1)), nothing, nothing);

    private static EventBatch batch(String... events) {
        EventBatch.Builder batch = EventBatch.builder();
        for (String event : events) {
            batch.add(Slice.of(event));
        }
        return batch.build();
    }

    @Test
    void finish_allKept_knowsIt() throws Exception {
        delivery.hand(batch("a", "b"));

        assertThat(delivery.finish()).isZero();
        assertThat(sink.drain()).containsExactly("a", "b");
    }

    @Test
    void finish_stagesStillWaiting_saysHowManyAreUncertain() throws Exception {
        sink.completeLater();
        delivery.hand(batch("a", "b"));
        delivery.hand(batch("c"));
        deadline.begin();

        assertThat(delivery.finish()).isEqualTo(3);
    }

    @Test
    void finish_sinkFullWhenClosing_saysHowManyWereNotTaken() throws Exception {
        sink.full(true);
        deadline.begin();
        delivery.hand(batch("a", "b"));

        assertThat(delivery.finish()).isEqualTo(2);
    }

    @Test
    void settle_failedBatch_comesBehindThoseOfferedMeanwhile() throws Exception {
        sink.failNext(1);
        delivery.hand(batch("a"));
        delivery.hand(batch("b"));
        delivery.settle();

        assertThat(delivery.finish()).isZero();
        assertThat(sink.drain()).containsExactlyInAnyOrder("a", "b");
    }
}
