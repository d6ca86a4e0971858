/**
 * The SPI of receivers: how events that are sent to this process, or fetched from a broker, get in.
 *
 * <p>Read first: {@link tallyroll.receiver.EventSink} (the protocol), {@link tallyroll.receiver.Receiver}, {@link
 * tallyroll.receiver.ReceiverProvider}; then what implementations share: {@link tallyroll.receiver.BoundedQueue}, the room of
 * every sink, and {@link tallyroll.receiver.InFlight} with {@link tallyroll.receiver.Redelivery}, what is offered until it is safe.
 * Kept here: an event is acknowledged only once it is as safe as the strategy promises; a full sink pushes the sender back;
 * nothing is dropped silently. Not here: any protocol (those are {@code http}, {@code mqtt}, {@code jms} and {@code socket}), what
 * an event means, where it is kept.
 */
package tallyroll.receiver;
