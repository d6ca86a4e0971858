/**
 * Reading summary rows back: the command {@code query}.
 *
 * <p>Read first: {@link tallyroll.query.QueryCommand}, {@link tallyroll.query.Question}. Kept here: only plain answers are shown,
 * never the state that measures merge. Not here: any computing of totals, which is the reading library's ({@code reading}).
 */
package tallyroll.query;
