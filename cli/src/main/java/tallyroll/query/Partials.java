package tallyroll.query;

import java.util.List;
import java.util.TreeMap;
import tallyroll.bucket.Granularity;
import tallyroll.measure.Partial;
import tallyroll.summary.RowShape;
import tallyroll.summary.SummaryRow;

/** Merges the partials of batches into buckets, by when the batches were processed. */
final class Partials {
    private Partials() {}

    /** One row a bucket that any of {@code rows} falls into, ascending. */
    static List<SummaryRow> merged(RowShape shape, Granularity every, List<SummaryRow> rows) {
        TreeMap<Long, Partial[]> buckets = new TreeMap<>();
        for (SummaryRow row : rows) {
            Partial[] total = buckets.computeIfAbsent(every.floor(row.bucket()), start -> shape.neutral());
            Partial[] partials = shape.restore(row.values());
            for (int i = 0; i < total.length; i++) {
                total[i].merge(partials[i]);
            }
        }
        return buckets.entrySet().stream()
                .map(bucket -> new SummaryRow(bucket.getKey(), 0, shape.values(bucket.getValue())))
                .toList();
    }
}
