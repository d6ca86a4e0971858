package tallyroll.summary;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import tallyroll.summary.SummaryStore.Partition;

/** Counters in memory, for tests. */
public final class MemoryCounters implements CounterStore {
    private final Map<Partition, TreeMap<Long, long[]>> partitions = new HashMap<>();

    @Override
    public synchronized CompletionStage<WriteOutcome> add(Partition partition, List<Increment> increments) {
        TreeMap<Long, long[]> rows = partitions.computeIfAbsent(partition, none -> new TreeMap<>());
        for (Increment increment : increments) {
            long[] row = rows.computeIfAbsent(increment.bucket(), none -> new long[increment.deltas().length]);
            for (int i = 0; i < row.length; i++) {
                row[i] += increment.deltas()[i];
            }
        }
        return CompletableFuture.completedFuture(WriteOutcome.WRITTEN);
    }

    /** The counters of a row; zeros where nothing was added. */
    public synchronized long[] row(Partition partition, long bucket, int measures) {
        return partitions
                .getOrDefault(partition, new TreeMap<>())
                .getOrDefault(bucket, new long[measures])
                .clone();
    }

    @Override
    public void close() {
        // nothing is held
    }
}
