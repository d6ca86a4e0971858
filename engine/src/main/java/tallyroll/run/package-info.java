/**
 * A pipeline at work on Spark: where new batches come from, when buckets are settled, and what people are told.
 *
 * <p>Read first: {@link tallyroll.run.PipelineRun}, then its parts: {@link tallyroll.run.HeldLease}, {@link
 * tallyroll.run.EventStream}, {@link tallyroll.run.SettleSchedule}, {@link tallyroll.run.RequestRunner}. Kept here: one stream feeds one batch runner, and settling takes
 * a bounded share of its time. Not here: the steps of a batch ({@code batch}) and what its tasks do ({@code job}, {@code flow}).
 */
package tallyroll.run;
