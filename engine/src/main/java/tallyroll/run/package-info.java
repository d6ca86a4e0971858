/**
 * A pipeline at work on Spark: where new batches come from, when buckets are settled, and what people are told.
 *
 * <p>Read first: {@link tallyroll.run.PipelineRun}. Kept here: one stream feeds one reign, and settling takes a bounded share of
 * its time. Not here: the steps of a batch ({@code runner}) and what its tasks do ({@code job}, {@code flow}).
 */
package tallyroll.run;
