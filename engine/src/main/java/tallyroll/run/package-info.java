/**
 * A pipeline at work: who claims, what is run next, when buckets are settled, and what people are told.
 *
 * <p>Read first: {@link tallyroll.run.PipelineRun}, {@link tallyroll.run.Reign}, {@link tallyroll.run.Settling}. Kept here: one
 * batch at a time, claimed before anything is written, committed after everything is. Not here: what a batch does in its tasks
 * ({@code job}, {@code flow}).
 */
package tallyroll.run;
