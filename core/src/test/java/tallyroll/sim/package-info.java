/**
 * The whole protocol in one thread: one seed decides events, batch sizes, faults, delays and restarts.
 *
 * <p>Read first: {@link tallyroll.sim.World}, {@link tallyroll.sim.Oracle}, {@link tallyroll.sim.Ledger}. Kept here: what is run
 * is the code that the engine runs ({@code runner}, {@code flow}, {@code apply}, {@code control}) over the in-memory ports; what
 * judges it knows only the generated events and what it sees at the ports, and shares no arithmetic with it. The same seed gives
 * the same trace.
 */
package tallyroll.sim;
