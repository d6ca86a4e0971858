package tallyroll.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DeliveryTest {
    private final HeldInlet inlet = new HeldInlet(1 << 20);
    private final Closing closing = new Closing(Duration.ZERO);
    private final Recurring nothing = new Recurring("", notice -> {}, System::nanoTime);
    private final Delivery delivery =
            new Delivery(inlet, closing, new Pauses(new SplittableRandom(1)), nothing, nothing);

    private static Parcel parcel(String... events) {
        Parcel.Builder parcel = Parcel.builder();
        for (String event : events) {
            parcel.add(event.getBytes(StandardCharsets.UTF_8), 0, event.length());
        }
        return parcel.build();
    }

    @Test
    void finish_allKept_knowsIt() throws Exception {
        delivery.hand(parcel("a", "b"));

        assertThat(delivery.finish()).isZero();
        assertThat(inlet.drain()).containsExactly("a", "b");
    }

    @Test
    void finish_stagesStillWaiting_saysHowManyAreUncertain() throws Exception {
        inlet.completeLater();
        delivery.hand(parcel("a", "b"));
        delivery.hand(parcel("c"));
        closing.begin();

        assertThat(delivery.finish()).isEqualTo(3);
    }

    @Test
    void finish_inletFullWhenClosing_saysHowManyWereNotTaken() throws Exception {
        inlet.full(true);
        closing.begin();
        delivery.hand(parcel("a", "b"));

        assertThat(delivery.finish()).isEqualTo(2);
    }

    @Test
    void settle_failedParcel_comesBehindThoseOfferedMeanwhile() throws Exception {
        inlet.failNext(1);
        delivery.hand(parcel("a"));
        delivery.hand(parcel("b"));
        delivery.settle();

        assertThat(delivery.finish()).isZero();
        assertThat(inlet.drain()).containsExactlyInAnyOrder("a", "b");
    }
}
