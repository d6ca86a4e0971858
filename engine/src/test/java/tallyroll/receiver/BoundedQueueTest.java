package tallyroll.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A test a sentence of what {@link BoundedQueue} promises. */
@Timeout(30)
class BoundedQueueTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long FOREVER = Long.MAX_VALUE;

    private final BoundedQueue<String> queue = new BoundedQueue<>(10);

    @Test
    void offer_fits_keepsTheOrder() {
        offer("a", 4);
        offer("b", 6);

        assertThat(queue.items()).containsExactly("a", "b");
        assertThat(queue.peek()).contains("a");
        assertThat(queue.poll()).contains("a");
        assertThat(queue.poll()).contains("b");
        assertThat(queue.poll()).isEmpty();
    }

    @Test
    void offer_refused_makesNoItem() {
        AtomicInteger made = new AtomicInteger();
        queue.offer(6, () -> "a" + made.incrementAndGet());

        assertThat(queue.offer(6, () -> "b" + made.incrementAndGet())).isEmpty();
        assertThat(made).hasValue(1);
    }

    @Test
    void offer_heavierThanTheBound_isTakenOnlyAlone() {
        assertThat(offer("huge", 100)).isTrue();
        assertThat(offer("small", 1)).isFalse();
        queue.poll();

        assertThat(offer("small", 1)).isTrue();
        assertThat(offer("huge", 100)).isFalse();
    }

    @Test
    void poll_freesTheRoom() throws InterruptedException {
        offer("a", 10);
        CompletableFuture<Void> polled = CompletableFuture.runAsync(queue::poll);

        assertThat(queue.awaitRoom(10, PATIENCE)).isTrue();
        polled.join();
    }

    @Test
    void drain_keepsTheRoomUntilItIsReleased() {
        offer("a", 4);
        offer("b", 4);

        assertThat(queue.drain()).containsExactly("a", "b");
        assertThat(queue.isEmpty()).isTrue();
        assertThat(offer("c", 4)).isFalse();
        queue.release(8);
        assertThat(offer("c", 4)).isTrue();
    }

    @Test
    void suspend_takesNothingUntilResumed() throws InterruptedException {
        offer("a", 1);
        queue.suspend();

        assertThat(offer("b", 1)).isFalse();
        assertThat(queue.awaitRoom(1, Duration.ofMillis(1))).isFalse();
        assertThat(queue.drain()).containsExactly("a");
        queue.resume();
        assertThat(queue.awaitRoom(1, PATIENCE)).isTrue();
        assertThat(offer("b", 1)).isTrue();
    }

    @Test
    void close_takesNothingAndGivesWhatIsThere() throws InterruptedException {
        offer("a", 1);
        queue.close();

        assertThat(offer("b", 1)).isFalse();
        assertThat(queue.awaitRoom(1, PATIENCE)).isFalse();
        assertThat(queue.isExhausted()).isFalse();
        assertThat(queue.poll()).contains("a");
        assertThat(queue.isExhausted()).isTrue();
    }

    @Test
    void awaitItem_endsByAnItemAWakeOrTheClose() throws InterruptedException {
        CompletableFuture<Void> offered = CompletableFuture.runAsync(() -> offer("a", 1));
        queue.awaitItem(FOREVER);
        assertThat(queue.poll()).contains("a");
        offered.join();

        queue.wake();
        queue.awaitItem(FOREVER);

        queue.close();
        queue.awaitItem(FOREVER);
        assertThat(queue.isExhausted()).isTrue();
    }

    private boolean offer(String item, long weight) {
        return queue.offer(weight, () -> item).isPresent();
    }
}
