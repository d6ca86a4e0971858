/**
 * Bringing summary rows to where a batch wants them, once, whatever the store answers or does not.
 *
 * <p>Read first: {@link tallyroll.apply.PartitionApply}, {@link tallyroll.apply.RowRule}, {@link tallyroll.apply.Decision}. Kept
 * here: a row takes a batch once (rule R4); unknown is read again, never assumed (rule R15). Not here: which rows ({@code flow}).
 */
package tallyroll.apply;
