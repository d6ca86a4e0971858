package tallyroll.summary;

/**
 * One summary row as it stands in a table: the totals of one group and bucket, and the batch that was applied last.
 *
 * @param bucket the bucket's start, µs
 * @param batch the number of the last batch applied (rule R4)
 * @param values the values of all measure columns, in the order of {@link RowShape#columns}; null where the column is null. Not
 *     copied; never changed after construction.
 */
public record SummaryRow(long bucket, long batch, Object[] values) {}
