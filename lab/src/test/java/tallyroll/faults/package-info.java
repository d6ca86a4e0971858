/**
 * Pipelines on real servers while things break, judged by the oracle.
 *
 * <p>Read first: {@link tallyroll.faults.Scenario}, {@link tallyroll.faultinjection.FaultSpec}, {@link tallyroll.faultinjection.ChildProcess}. Kept here: a
 * disturbed pipeline ends with the same bytes as one that nobody disturbed. Not here: what no server is needed for.
 */
package tallyroll.faults;
