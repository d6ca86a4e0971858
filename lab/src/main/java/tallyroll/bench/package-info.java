/**
 * What a tally costs: the limit of one plain process beside the whole pipeline, in CPU seconds, wall time and bytes.
 *
 * <p>Read first: {@link tallyroll.bench.BenchCommand}, {@link tallyroll.bench.Limit}. Kept here: both sides decode, pack and fold
 * with the product's own classes, on the same topic, in JVMs of their own with the same flags, alternating. Not here: whether the
 * totals are right ({@code oracle}).
 */
package tallyroll.bench;
