package tallyroll.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DeliveryTest {
    private final HoldingSink sink = new HoldingSink(1 << 20);
    private final ShutdownDeadline closing = new ShutdownDeadline(Duration.ZERO);
    private final RateLimitedLog nothing = new RateLimitedLog("", notice -> {}, System::nanoTime);
    private final Delivery delivery =
            new Delivery(sink, closing, new Backoff(new SplittableRandom(1)), nothing, nothing);

    private static EventBatch parcel(String... events) {
        EventBatch.Builder parcel = EventBatch.builder();
        for (String event : events) {
            parcel.add(event.getBytes(StandardCharsets.UTF_8), 0, event.length());
        }
        return parcel.build();
    }

    @Test
    void finish_allKept_knowsIt() throws Exception {
        delivery.hand(parcel("a", "b"));

        assertThat(delivery.finish()).isZero();
        assertThat(sink.drain()).containsExactly("a", "b");
    }

    @Test
    void finish_stagesStillWaiting_saysHowManyAreUncertain() throws Exception {
        sink.completeLater();
        delivery.hand(parcel("a", "b"));
        delivery.hand(parcel("c"));
        closing.begin();

        assertThat(delivery.finish()).isEqualTo(3);
    }

    @Test
    void finish_inletFullWhenClosing_saysHowManyWereNotTaken() throws Exception {
        sink.full(true);
        closing.begin();
        delivery.hand(parcel("a", "b"));

        assertThat(delivery.finish()).isEqualTo(2);
    }

    @Test
    void settle_failedParcel_comesBehindThoseOfferedMeanwhile() throws Exception {
        sink.failNext(1);
        delivery.hand(parcel("a"));
        delivery.hand(parcel("b"));
        delivery.settle();

        assertThat(delivery.finish()).isZero();
        assertThat(sink.drain()).containsExactlyInAnyOrder("a", "b");
    }
}
