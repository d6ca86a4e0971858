package tallyroll.summary;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/**
 * Summary rows in memory, for the simulation and for tests. Each key keeps the write or the deletion of the highest write timestamp; of a
 * write and a deletion of one write timestamp the deletion stays, as in Cassandra.
 */
public final class MemorySummaries implements SummaryStore {
    private final Map<Partition, TreeMap<Long, Stored>> partitions = new HashMap<>();

    /** {@code row} is null where the winner is a deletion. */
    private record Stored(long writeTimestamp, SummaryRow row) {
        Stored orNewer(Stored other) {
            boolean newer =
                    other.writeTimestamp > writeTimestamp || (other.writeTimestamp == writeTimestamp && row != null);
            return newer ? other : this;
        }
    }

    @Override
    public synchronized CompletionStage<List<SummaryRow>> read(Partition partition, long from, long to) {
        List<SummaryRow> rows = new ArrayList<>();
        partitions
                .getOrDefault(partition, new TreeMap<>())
                .subMap(from, true, to, true)
                .values()
                .forEach(stored -> {
                    if (stored.row != null) {
                        rows.add(stored.row);
                    }
                });
        return CompletableFuture.completedFuture(List.copyOf(rows));
    }

    @Override
    public synchronized CompletionStage<WriteOutcome> write(
            Partition partition, List<RowWrite> rows, long writeTimestamp) {
        rows.forEach(write -> put(partition, write.row().bucket(), new Stored(writeTimestamp, write.row())));
        return CompletableFuture.completedFuture(WriteOutcome.WRITTEN);
    }

    @Override
    public synchronized CompletionStage<WriteOutcome> delete(
            Partition partition, List<Long> buckets, long writeTimestamp) {
        buckets.forEach(bucket -> put(partition, bucket, new Stored(writeTimestamp, null)));
        return CompletableFuture.completedFuture(WriteOutcome.WRITTEN);
    }

    @Override
    public void scan(RollupTable table, int slice, int slices, BiConsumer<GroupKey, Long> visitor) {
        List<Map.Entry<GroupKey, Long>> found = new ArrayList<>();
        synchronized (this) {
            partitions.forEach((partition, rows) -> {
                if (partition.table().equals(table) && Math.floorMod(partition.hashCode(), slices) == slice) {
                    rows.forEach((bucket, stored) -> {
                        if (stored.row != null) {
                            found.add(Map.entry(partition.group(), bucket));
                        }
                    });
                }
            });
        }
        found.forEach(entry -> visitor.accept(entry.getKey(), entry.getValue()));
    }

    @Override
    public void close() {
        // nothing is held
    }

    private void put(Partition partition, long bucket, Stored fresh) {
        partitions.computeIfAbsent(partition, none -> new TreeMap<>()).merge(bucket, fresh, Stored::orNewer);
    }
}
