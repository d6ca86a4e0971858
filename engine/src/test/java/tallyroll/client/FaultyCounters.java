package tallyroll.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import tallyroll.summary.CounterStore;
import tallyroll.summary.MemoryCounters;
import tallyroll.summary.SummaryStore.Partition;
import tallyroll.summary.WriteOutcome;

/** Counters in memory that lose answers, lose additions, refuse, or stand still, as told for the additions to come. */
final class FaultyCounters implements CounterStore {
    private final MemoryCounters counters = new MemoryCounters();
    private final Deque<Fault> faults = new ArrayDeque<>();
    private final AtomicInteger additions = new AtomicInteger();
    private final AtomicInteger rows = new AtomicInteger();
    private volatile CountDownLatch gate = new CountDownLatch(0);

    /** What happens to one addition. */
    enum Fault {
        /** Added, and nobody is told. */
        ANSWER_LOST,
        /** Not added, and nobody is told. */
        REQUEST_LOST,
        REFUSED
    }

    synchronized FaultyCounters next(Fault... coming) {
        faults.addAll(List.of(coming));
        return this;
    }

    /** Whoever adds waits, until {@link #openGate}. */
    void closeGate() {
        gate = new CountDownLatch(1);
    }

    void openGate() {
        gate.countDown();
    }

    MemoryCounters counters() {
        return counters;
    }

    /** Calls so far. */
    int additions() {
        return additions.get();
    }

    /** Rows added to so far. */
    int rows() {
        return rows.get();
    }

    @Override
    public CompletionStage<WriteOutcome> add(Partition partition, List<Increment> increments) {
        passGate();
        additions.incrementAndGet();
        rows.addAndGet(increments.size());
        Fault fault = nextFault();
        if (fault == null) {
            return counters.add(partition, increments);
        }
        return switch (fault) {
            case ANSWER_LOST ->
                counters.add(partition, increments).thenApply(added -> new WriteOutcome.Unknown("the answer is lost"));
            case REQUEST_LOST -> CompletableFuture.completedFuture(new WriteOutcome.Unknown("the request is lost"));
            case REFUSED -> CompletableFuture.completedFuture(new WriteOutcome.Refused("refused by the test"));
        };
    }

    @Override
    public void close() {
        // nothing is held
    }

    private void passGate() {
        try {
            gate.await();
        } catch (InterruptedException stop) {
            throw new IllegalStateException("interrupted at the gate", stop);
        }
    }

    private synchronized Fault nextFault() {
        return faults.poll();
    }
}
