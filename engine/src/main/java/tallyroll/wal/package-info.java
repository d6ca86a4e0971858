/**
 * The write-ahead log: events of a receiver, durable on a shared file system before the sender is told "received", read again
 * with the same positions until they are recorded and applied.
 *
 * <p>Read first: {@link tallyroll.wal.WalWriter} (what a receiver writes to), {@link tallyroll.wal.WalDirectory} (the driver: which
 * logs are there, how far do they reach, what may be deleted), {@link tallyroll.wal.WalCursor} (a task: the entries of one range),
 * {@code Frame} and {@code FrameScanner} (the bytes, as docs/formats has them). Kept here: acknowledged means durable; one
 * process writes a log and nobody writes to another's; a position means one entry for ever; damaged bytes are a gap and never an
 * event; nothing is deleted above what is committed. Not here: what an entry means ({@code decode}), who claims it ({@code
 * control}), how senders are pushed back ({@code receiver}).
 */
package tallyroll.wal;
