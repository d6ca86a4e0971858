/**
 * Which process this is, and whether another one on this machine is gone.
 *
 * <p>Read first: {@link tallyroll.process.ProcessName}. Kept here: what is not known is not taken for dead. Not here: what a dead
 * process leaves to whom ({@code run} and its lease, {@code wal} and its logs).
 */
package tallyroll.process;
