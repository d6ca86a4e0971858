/**
 * The whole protocol in simulated worlds: one seed decides events, batch sizes, faults, delays and which process goes on.
 *
 * <p>Read first: {@link tallyroll.sim.World}, {@link tallyroll.sim.Oracle}, {@link tallyroll.sim.Ledger}. Kept here: what is run
 * is the code that the engine runs ({@code batch}, {@code flow}, {@code apply}, {@code control}) over the in-memory ports; what
 * judges it knows only the generated events and what it sees at the ports, and shares no arithmetic with it. The same seed gives
 * the same trace. Not here: real servers under faults ({@code trial}, and the tests whose names end in IT).
 */
package tallyroll.sim;
