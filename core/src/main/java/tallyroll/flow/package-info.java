/**
 * The two sides of every batch, as they run in a task: read–decode–record–summarise on the one, apply on the other.
 *
 * <p>Read first: {@link tallyroll.flow.IngestTask}, {@link tallyroll.flow.RecountTask}, {@link tallyroll.flow.ApplyTask}. Kept
 * here: there is one code path that computes a total, whether events come from the source or from the record. Not here: who
 * runs tasks where (the engine's Spark jobs, or a loop in a test).
 */
package tallyroll.flow;
