/**
 * Reading summary rows back: the command {@code query}.
 *
 * <p>Read first: {@link tallyroll.query.QueryCommand}, {@link tallyroll.query.Question}. Kept here: only plain answers are shown,
 * never the state that measures merge. Not here: any computing of totals; what stands in the table is what is shown.
 */
package tallyroll.query;
