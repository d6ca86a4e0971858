/**
 * Receivers: events that are sent to us, or fetched from a server that forgets what was acknowledged.
 *
 * <p>Read first: {@link tallyroll.receiver.EventSink} (the protocol), {@link tallyroll.receiver.Receiver}, {@link
 * tallyroll.receiver.ReceiverProvider} (the SPI). Kept here: an event is acknowledged only once it is as safe as the strategy
 * promises; a full inlet pushes the sender back; nothing is dropped silently. Not here: what an event means, where it is kept.
 */
package tallyroll.receiver;
