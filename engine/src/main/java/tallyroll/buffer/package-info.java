/**
 * Receivers without a write-ahead log: their events wait in the driver's memory until a batch that has them is committed.
 *
 * <p>Read first: {@link tallyroll.buffer.BufferBinding}, {@link tallyroll.buffer.Buffer}. Kept here: memory is bounded; what the
 * driver's end leaves unread is a gap, never a silent loss.
 * Not here: how events come in.
 */
package tallyroll.buffer;
