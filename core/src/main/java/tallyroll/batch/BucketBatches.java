package tallyroll.batch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tallyroll.record.BucketMark;
import tallyroll.record.SystemOfRecord;

/** Buckets that somebody asks to have recounted, cut so that new events need not wait long for their turn and a claim stays small. */
public final class BucketBatches {
    private static final int MAX_BUCKETS = 1_000;
    private static final long MAX_EVENTS = 5_000_000;

    private BucketBatches() {}

    /**
     * Batches of bounded size, by the events that each bucket had when it was settled; one that holds more is a batch of its own.
     *
     * @param buckets starts of record buckets, ascending, at least one
     */
    public static List<List<Long>> of(List<Long> buckets, SystemOfRecord record) {
        Map<Long, Long> events = new HashMap<>();
        for (BucketMark mark : record.marks(buckets.get(0), buckets.get(buckets.size() - 1) + 1)) {
            events.put(mark.bucket(), mark.distinct() + mark.duplicates());
        }
        List<List<Long>> batches = new ArrayList<>();
        List<Long> open = new ArrayList<>();
        long held = 0;
        for (long bucket : buckets) {
            long more = events.getOrDefault(bucket, 0L);
            if (!open.isEmpty() && (open.size() == MAX_BUCKETS || held + more > MAX_EVENTS)) {
                batches.add(List.copyOf(open));
                open.clear();
                held = 0;
            }
            open.add(bucket);
            held += more;
        }
        batches.add(List.copyOf(open));
        return batches;
    }
}
