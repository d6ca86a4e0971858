package tallyroll.apply;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import tallyroll.summary.StoreException;
import tallyroll.summary.SummaryRow;
import tallyroll.summary.SummaryStore;
import tallyroll.summary.SummaryStore.Partition;

/** Reads rows of a summary partition and has a rule decide what is to become of them. Writes nothing. */
public final class PartitionReader {
    private final SummaryStore store;
    private final Retry retry;

    public PartitionReader(SummaryStore store, Retry retry) {
        this.store = store;
        this.retry = retry;
    }

    /** Decides on each bucket, ascending; completes exceptionally with {@link StoreException} where the store goes on failing. */
    public CompletionStage<List<Decided>> examine(Partition partition, NavigableSet<Long> buckets, RowRule rule) {
        return read(partition, buckets, 0).thenApply(stored -> decide(buckets, stored, rule));
    }

    private CompletionStage<Map<Long, SummaryRow>> read(Partition partition, NavigableSet<Long> buckets, int attempt) {
        if (buckets.isEmpty()) {
            return CompletableFuture.completedFuture(Map.of());
        }
        return store.read(partition, buckets.first(), buckets.last())
                .thenApply(PartitionReader::byBucket)
                .exceptionallyCompose(failure -> {
                    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                    if (attempt >= retry.max() || !(cause instanceof StoreException)) {
                        return CompletableFuture.failedFuture(cause);
                    }
                    return CompletableFuture.supplyAsync(
                                    () -> null, retry.delay().apply(attempt + 1))
                            .thenCompose(ignored -> read(partition, buckets, attempt + 1));
                });
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
