/**
 * What goes wrong on purpose, at a known point: inside a pipeline's process before its stores, and to the process itself.
 *
 * <p>Read first: {@link tallyroll.sabotage.Strike}, {@link tallyroll.sabotage.Child}. Kept here: a process that was not told to by
 * {@link tallyroll.sabotage.Strike#PROPERTY} has Cassandra's own stores and nothing before them; what was done is written to a
 * diary when it is done, so that whoever watches knows when to strike next. Not here: which faults make up a trial, and who judges
 * what is left ({@code trial}).
 */
package tallyroll.sabotage;
