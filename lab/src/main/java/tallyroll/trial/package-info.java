/**
 * The lab's runner: each of the nine strategies on the same seeded stream, undisturbed and under each fault, on servers of its own.
 *
 * <p>Read first: {@link tallyroll.trial.LabCommand}, then {@code Lab} (which trials), {@code TrialRun} (one trial from start to end),
 * {@code FaultScenario} (what each fault does), {@code TestHarness} (the processes). {@code Truth} is the oracle.
 *
 * <p>Kept here: what is judged always runs as real processes of the command line; nothing but the definition's text, the sender and
 * the tables read differs between strategies; the truth is computed from the list of events sent and uses none of the code it
 * judges; a fault happens at a known point, or its trial fails; what a trial found is on disk before the next one begins.
 *
 * <p>Not here: what a trial comes to and how it is shown ({@code report}), faults inside a process ({@code faultinjection}).
 */
package tallyroll.trial;
