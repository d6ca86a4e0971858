/**
 * The judge: what the summary tables should hold, computed from the topic's records in the simplest way.
 *
 * <p>Read first: {@link tallyroll.oracle.Oracle}, {@link tallyroll.oracle.Definition}, {@link tallyroll.oracle.Verdict}. Kept
 * here: nothing of what it judges is used, so that an error cannot hide by being in both (a test holds the imports to that).
 * It reads JSON with Jackson, keeps every event in memory, sorts for quantiles and counts with sets; slow, and obviously right.
 * Not here: the causes of a difference.
 */
package tallyroll.oracle;
