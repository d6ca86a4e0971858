/**
 * What a summary row is, how its group is keyed and what a store of them promises.
 *
 * <p>Read first: {@link tallyroll.summary.SummaryRow}, {@link tallyroll.summary.SummaryStore}, {@link
 * tallyroll.summary.GroupCodec}. Kept here: one row is the whole of one write (rule R5). Not here: when a row may be written
 * ({@code apply}).
 */
package tallyroll.summary;
