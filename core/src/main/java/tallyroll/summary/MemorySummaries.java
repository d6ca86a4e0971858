package tallyroll.summary;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import tallyroll.time.Micros;

/**
 * Summary rows in memory, for the simulation and for tests. Each key keeps the write or the deletion of the highest write timestamp; of a
 * write and a deletion of one write timestamp the deletion stays, as in Cassandra.
 */
public final class MemorySummaries implements SummaryStore {
    private final Map<Key, TreeMap<Long, Stored>> partitions = new HashMap<>();
    private final InstantSource clock;

    /** Tables are told apart by name, as in Cassandra: a rollup that says something else now has the same ones. */
    private record Key(String table, GroupKey group, String period) {
        static Key of(Partition partition) {
            return new Key(partition.table().name(), partition.group(), partition.period());
        }
    }

    /** Rows whose life ends stay all the same. */
    public MemorySummaries() {
        this(() -> Instant.EPOCH);
    }

    /** @param clock by which rows end */
    public MemorySummaries(InstantSource clock) {
        this.clock = clock;
    }

    /** {@code row} is null where the winner is a deletion. */
    private record Stored(long writeTimestamp, SummaryRow row, long endMicros) {
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
                .getOrDefault(Key.of(partition), new TreeMap<>())
                .subMap(from, true, to, true)
                .values()
                .forEach(stored -> {
                    if (stands(stored)) {
                        rows.add(stored.row);
                    }
                });
        return CompletableFuture.completedFuture(List.copyOf(rows));
    }

    @Override
    public synchronized CompletionStage<WriteOutcome> write(
            Partition partition, List<RowWrite> rows, long writeTimestamp) {
        rows.forEach(write -> put(
                partition,
                write.row().bucket(),
                new Stored(writeTimestamp, write.row(), end(partition.table(), write.row(), writeTimestamp))));
        return CompletableFuture.completedFuture(WriteOutcome.WRITTEN);
    }

    @Override
    public synchronized CompletionStage<WriteOutcome> delete(
            Partition partition, List<Long> buckets, long writeTimestamp) {
        buckets.forEach(bucket -> put(partition, bucket, new Stored(writeTimestamp, null, Long.MAX_VALUE)));
        return CompletableFuture.completedFuture(WriteOutcome.WRITTEN);
    }

    @Override
    public void scan(RollupTable table, int slice, int slices, BiConsumer<GroupKey, Long> visitor) {
        List<Map.Entry<GroupKey, Long>> found = new ArrayList<>();
        synchronized (this) {
            partitions.forEach((partition, rows) -> {
                if (partition.table().equals(table.name()) && Math.floorMod(partition.hashCode(), slices) == slice) {
                    rows.forEach((bucket, stored) -> {
                        if (stands(stored)) {
                            found.add(Map.entry(partition.group(), bucket));
                        }
                    });
                }
            });
        }
        found.forEach(entry -> visitor.accept(entry.getKey(), entry.getValue()));
    }

    @Override
    public synchronized Iterator<Located> partitions(RollupTable table, long fromPlace) {
        List<Located> found = new ArrayList<>();
        partitions.forEach((partition, rows) -> {
            Located located =
                    new Located(partition.hashCode(), new Partition(table, partition.group(), partition.period()));
            if (partition.table().equals(table.name())
                    && located.place() >= fromPlace
                    && rows.values().stream().anyMatch(this::stands)) {
                found.add(located);
            }
        });
        found.sort(Comparator.comparingLong(Located::place)
                .thenComparing(located -> located.partition().group())
                .thenComparing(located -> located.partition().period()));
        return found.iterator();
    }

    @Override
    public synchronized CompletionStage<Boolean> holdsRows(Partition partition) {
        return CompletableFuture.completedFuture(
                partitions.getOrDefault(Key.of(partition), new TreeMap<>()).values().stream()
                        .anyMatch(this::stands));
    }

    @Override
    public void close() {
        // nothing is held
    }

    private boolean stands(Stored stored) {
        return stored.row != null && stored.endMicros > Micros.now(clock);
    }

    private static long end(RollupTable table, SummaryRow row, long writeTimestamp) {
        int seconds = RowLife.ttlSeconds(table, row.bucket(), writeTimestamp);
        return seconds == RowLife.NO_TTL ? Long.MAX_VALUE : writeTimestamp + Micros.ofSeconds(seconds);
    }

    private void put(Partition partition, long bucket, Stored fresh) {
        partitions.computeIfAbsent(Key.of(partition), none -> new TreeMap<>()).merge(bucket, fresh, Stored::orNewer);
    }
}
