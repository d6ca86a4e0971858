package tallyroll.receiver;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tallyroll.receiver.Interleaving.Threads;

/** The room of all sinks, at each switch between its threads. */
class BoundedQueueInterleavingsTest {
    private static final Duration FOR_EVER = Duration.ofDays(1);

    /** Each item takes more than half of the room, so that one must wait; nobody wakes anybody but the queue. */
    @Test
    void offerAndDrain_fullQueueASenderAndAConsumer_deliverEverythingOnce() {
        Interleaving.each(300, () -> {
            BoundedQueue<Integer> queue = new BoundedQueue<>(10);
            List<Integer> got = new ArrayList<>();
            queue.offer(6, () -> 1);
            Threads threads = new Threads();
            threads.start(() -> send(queue, 2));
            threads.start(() -> {
                while (got.size() < 2) {
                    queue.awaitItem(Long.MAX_VALUE);
                    List<Integer> drained = queue.drain();
                    got.addAll(drained);
                    queue.release(6L * drained.size());
                }
            });
            threads.join();
            if (!got.equals(List.of(1, 2))) {
                throw new IllegalStateException("got " + got);
            }
        });
    }

    /** A sender that waits while the sink is suspended goes on when it is resumed, and ends when it is closed. */
    @Test
    void resumeAndClose_whileASenderWaits_endItsWait() {
        Interleaving.each(60, () -> {
            BoundedQueue<Integer> queue = new BoundedQueue<>(10);
            queue.suspend();
            boolean[] taken = new boolean[1];
            Threads threads = new Threads();
            threads.start(() -> {
                if (queue.awaitRoom(6, FOR_EVER)) {
                    taken[0] = queue.offer(6, () -> 1).isPresent();
                }
            });
            threads.start(queue::resume);
            threads.start(queue::close);
            threads.join();
            if (queue.items().size() != (taken[0] ? 1 : 0)) {
                throw new IllegalStateException("holds " + queue.items() + ", taken: " + taken[0]);
            }
        });
    }

    private static void send(BoundedQueue<Integer> queue, int item) throws InterruptedException {
        while (queue.offer(6, () -> item).isEmpty()) {
            queue.awaitRoom(6, FOR_EVER);
        }
    }
}
