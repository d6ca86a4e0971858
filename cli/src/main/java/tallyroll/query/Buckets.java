package tallyroll.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tallyroll.bucket.Granularity;
import tallyroll.measure.Partial;
import tallyroll.summary.RowShape;
import tallyroll.summary.SummaryRow;

/**
 * The rows of an answer by the bucket they fall into. Of totals and counters each row is a bucket and is shown as it is stored; the
 * partials of several batches are merged, by when the batches were processed.
 */
final class Buckets {
    private final RowShape shape;
    private final Granularity every;
    private final TreeMap<Long, List<SummaryRow>> buckets = new TreeMap<>();

    Buckets(RowShape shape, Granularity every) {
        this.shape = shape;
        this.every = every;
    }

    /** Adds rows, periods ascending: then all buckets but the last are complete. */
    void add(List<SummaryRow> rows) {
        for (SummaryRow row : rows) {
            buckets.computeIfAbsent(every.floor(row.bucket()), start -> new ArrayList<>())
                    .add(row);
        }
    }

    int size() {
        return buckets.size();
    }

    /** One row a bucket that any row falls into, ascending. */
    List<SummaryRow> rows() {
        return buckets.entrySet().stream().map(this::row).toList();
    }

    private SummaryRow row(Map.Entry<Long, List<SummaryRow>> bucket) {
        List<SummaryRow> rows = bucket.getValue();
        if (rows.size() == 1) {
            SummaryRow only = rows.get(0);
            return new SummaryRow(bucket.getKey(), only.batch(), only.values());
        }
        Partial[] total = shape.neutral();
        for (SummaryRow row : rows) {
            Partial[] partials = shape.restore(row.values());
            for (int i = 0; i < total.length; i++) {
                total[i].merge(partials[i]);
            }
        }
        return new SummaryRow(bucket.getKey(), 0, shape.values(total));
    }
}
