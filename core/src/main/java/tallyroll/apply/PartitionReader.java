package tallyroll.apply;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import tallyroll.summary.StoreException;
import tallyroll.summary.SummaryRow;
import tallyroll.summary.SummaryStore;
import tallyroll.summary.SummaryStore.Partition;

/** Reads rows of a summary partition and has a rule decide what is to become of them. Writes nothing. */
public final class PartitionReader {
    private final SummaryStore store;

    public PartitionReader(SummaryStore store) {
        this.store = store;
    }

    /** Decides on each bucket, ascending; completes exceptionally with {@link StoreException} where the store did not answer. */
    public CompletionStage<List<Decided>> examine(Partition partition, NavigableSet<Long> buckets, RowRule rule) {
        if (buckets.isEmpty()) {
            return CompletableFuture.completedStage(List.of());
        }
        return store.read(partition, buckets.first(), buckets.last())
                .thenApply(stored -> decide(buckets, byBucket(stored), rule));
    }

    private static Map<Long, SummaryRow> byBucket(List<SummaryRow> rows) {
        Map<Long, SummaryRow> byBucket = new HashMap<>();
        rows.forEach(row -> byBucket.put(row.bucket(), row));
        return byBucket;
    }

    private static List<Decided> decide(NavigableSet<Long> buckets, Map<Long, SummaryRow> stored, RowRule rule) {
        return buckets.stream()
                .map(bucket -> new Decided(bucket, stored.get(bucket), rule.decide(bucket, stored.get(bucket))))
                .sorted(Comparator.comparingLong(Decided::bucket))
                .toList();
    }
}
