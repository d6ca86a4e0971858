package tallyroll.summary;

import java.util.List;
import tallyroll.measure.Partial;

/**
 * One summary row: the totals of one group and bucket, and the batch that was applied last.
 *
 * @param bucket the bucket's start, µs
 * @param batch the number of the last batch applied (rule R4)
 * @param partials one a measure, in the rollup's order
 */
public record SummaryRow(long bucket, long batch, List<Partial> partials) {
    public SummaryRow {
        partials = List.copyOf(partials);
    }
}
