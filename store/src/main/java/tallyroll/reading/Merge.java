package tallyroll.reading;

import tallyroll.bytes.MalformedBytesException;
import tallyroll.measure.Partial;
import tallyroll.summary.RowShape;
import tallyroll.summary.StoreException;
import tallyroll.summary.SummaryRow;

/**
 * Rows on their way to be one: their states are merged, as batches merge them, so sketches and averages answer as they would for all
 * events together. A single row stays as it is. For one thread.
 */
final class Merge {
    private final RowShape shape;
    private SummaryRow only;
    private Partial[] total;
    private long batch;
    private States.Found found;

    Merge(RowShape shape) {
        this.shape = shape;
    }

    void add(SummaryRow row, States.Found what) {
        found = found == null ? what : found.and(what);
        batch = Math.max(batch, row.batch());
        if (only == null && total == null) {
            only = row;
            return;
        }
        if (total == null) {
            total = shape.neutral();
            merge(only);
            only = null;
        }
        merge(row);
    }

    private void merge(SummaryRow row) {
        try {
            Partial[] partials = shape.restore(row.values());
            for (int i = 0; i < total.length; i++) {
                total[i].merge(partials[i]);
            }
        } catch (MalformedBytesException | ArithmeticException fault) {
            throw new StoreException(
                    "Cannot add up rows: " + fault.getMessage()
                            + ". A row that was written over is made again by \"./tallyroll repair\".",
                    fault);
        }
    }

    boolean isEmpty() {
        return only == null && total == null;
    }

    /** All of it, as a row that begins there. */
    SummaryRow row(long bucket) {
        return new SummaryRow(bucket, batch, only != null ? only.values() : shape.values(total));
    }

    States.Found found() {
        return found;
    }
}
