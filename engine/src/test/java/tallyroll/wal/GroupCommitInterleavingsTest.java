package tallyroll.wal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import tallyroll.bytes.Slice;
import tallyroll.receiver.EventBatch;
import tallyroll.receiver.Interleaving;
import tallyroll.receiver.Interleaving.Threads;

/** Group commit at each switch between senders and the committing thread, over a log in memory. */
class GroupCommitInterleavingsTest {
    private static final long BUFFER = 1_000;

    @Test
    void offer_twoSenders_areAcknowledgedOnceDurable() {
        Interleaving.each(8, () -> run(new MemoryLog(0)));
    }

    /** The first commit fails: its senders hear of it, nobody is acknowledged whose events are not there. */
    @Test
    void offer_whileACommitFails_everybodyHearsTheTruth() {
        Interleaving.each(8, () -> run(new MemoryLog(1)));
    }

    private static void run(MemoryLog log) {
        WalWriter writer = WalWriter.open(log, BUFFER, HeartbeatTiming.USUAL, notice -> {});
        List<EventBatch> durable = new ArrayList<>();
        Threads senders = new Threads();
        for (int i = 0; i < 2; i++) {
            EventBatch batch =
                    EventBatch.builder().add(Slice.of(new byte[] {(byte) i})).build();
            senders.start(() -> send(writer, batch, log, durable));
        }
        senders.join();
        writer.close();
        log.awaitEnd(); // closing waits some time at most, which may be none here
        if (!durable.stream().allMatch(log.durable::contains)) {
            throw new IllegalStateException("acknowledged " + durable + ", durable " + log.durable);
        }
    }

    private static void send(WalWriter writer, EventBatch batch, MemoryLog log, List<EventBatch> durable) {
        CompletableFuture<Void> stage =
                writer.offer(batch).map(taken -> taken.toCompletableFuture()).orElse(null);
        if (stage == null) {
            return; // pushed back: the sender keeps it
        }
        try {
            stage.join();
        } catch (CompletionException unknown) {
            return;
        }
        synchronized (log) {
            if (!log.durable.contains(batch)) {
                throw new IllegalStateException("acknowledged and not durable");
            }
            durable.add(batch);
        }
    }

    /** A log whose first commits fail. */
    private static final class MemoryLog implements CommitLog, CommitLog.Directory {
        private final List<EventBatch> durable = new ArrayList<>();
        private int failures;
        private final CountDownLatch ended = new CountDownLatch(1);

        MemoryLog(int failures) {
            this.failures = failures;
        }

        void awaitEnd() {
            try {
                ended.await();
            } catch (InterruptedException unexpected) {
                throw new IllegalStateException(unexpected);
            }
        }

        @Override
        public CommitLog take() {
            return this;
        }

        @Override
        public synchronized long commit(List<EventBatch> batches) throws IOException {
            if (failures > 0) {
                failures--;
                throw new IOException("no space left");
            }
            durable.addAll(batches);
            return batches.size();
        }

        @Override
        public String where() {
            return "memory";
        }

        @Override
        public int number() {
            return 1;
        }

        @Override
        public long next() {
            return durable.size();
        }

        @Override
        public void end() {
            ended.countDown();
        }

        @Override
        public boolean lapsed() {
            return false;
        }

        @Override
        public void roll() {}

        @Override
        public void show() {}

        @Override
        public void requireNotLapsed() {}

        @Override
        public void abandon() {}

        @Override
        public void probe(int bytes) {}
    }
}
