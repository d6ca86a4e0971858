/**
 * Puts events on a topic the way the world does: some twice, some days late, some broken, and all counted.
 *
 * <p>Read first: {@link tallyroll.publish.Disorder}, {@link tallyroll.publish.Feed}, {@link tallyroll.publish.Publisher}. Kept
 * here: the same flights and the same seed give the same messages in the same partitions and order. Not here: what the totals
 * should be ({@code oracle}).
 */
package tallyroll.publish;
