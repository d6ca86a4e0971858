/**
 * Running batches: which one is next, in what order its steps go, and when it counts as done.
 *
 * <p>Read first: {@link tallyroll.batch.BatchRunner}, {@link tallyroll.batch.Jobs}, {@link tallyroll.batch.Settling}. Kept here: one
 * batch at a time, claimed before anything is written, committed after everything is. Not here: what a batch does in its tasks
 * ({@code flow}), where tasks run (the engine's Spark jobs, the simulation's loop), where new events come from.
 */
package tallyroll.batch;
