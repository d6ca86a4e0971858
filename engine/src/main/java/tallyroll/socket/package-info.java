/**
 * The socket receiver: connects to servers that write an event a line.
 *
 * <p>Read first: {@link tallyroll.socket.SocketReceiver}, {@link tallyroll.socket.SocketConnection}. Kept here: what was read is
 * handed on until the sink has it. A plain socket has no acknowledgement, so this is the one receiver whose senders can lose.
 * Not here: what an event means, where it is kept.
 */
package tallyroll.socket;
