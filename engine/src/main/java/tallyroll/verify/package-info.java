/**
 * Proving and repairing: the record recounted and compared with every summary row.
 *
 * <p>Read first: {@link tallyroll.verify.Verification}, {@link tallyroll.verify.Repair}. Kept here: what verify compares and what
 * repair writes is computed by the same tasks that settle. Not here: those tasks ({@code job}, {@code flow}).
 */
package tallyroll.verify;
