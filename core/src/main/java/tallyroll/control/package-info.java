/**
 * Who may write and what was claimed: lease, epochs, the numbered log of batches, the books.
 *
 * <p>Read first: {@link tallyroll.control.Claim}, {@link tallyroll.control.LeaseHolder}, {@link tallyroll.control.ControlStore}. Kept
 * here: nothing is written anywhere for a batch before its claim is stored (rules R3, R10, R11). Not here: what a batch does.
 */
package tallyroll.control;
