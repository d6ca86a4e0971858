/**
 * The engine on Spark over stores and a source in memory: everything a pipeline does but for the broker and the node.
 *
 * <p>Read first: {@link tallyroll.ring.Ring}, {@link tallyroll.ring.NaiveTotals}, {@link tallyroll.ring.StoreFaults}. Kept here:
 * drivers, jobs, tasks, shuffles and serialisation are the real ones; what is stored survives the drivers of a test, as it would
 * in Cassandra; what judges a total knows the published events alone. Not here: what only real servers show (lab).
 */
package tallyroll.ring;
