/**
 * What goes wrong on purpose, at a known point: inside a pipeline's process in front of its stores, and to the process itself.
 *
 * <p>Read first: {@link tallyroll.faultinjection.FaultSpec}, then {@code InjectedFault} and its kinds, {@link
 * tallyroll.faultinjection.FaultLog}, {@link tallyroll.faultinjection.ChildProcess}. Kept here: a process that was started without
 * faults has Cassandra's own stores and nothing in front of them; what happened is written to a log when it has happened, so that
 * whoever watches knows when to go on. Not here: which faults make up a trial, and who judges what is left ({@code trial}).
 */
package tallyroll.faultinjection;
