/**
 * The JMS receiver: a queue, or a durable shared subscription to a topic, of any provider of Jakarta Messaging.
 *
 * <p>Read first: {@link tallyroll.jms.JmsReceiver}, {@link tallyroll.jms.JmsConsumer}. Kept here: a message is acknowledged only
 * when it and all that came before it are safe; no message object of a sender is ever deserialised.
 * Not here: what an event means, where it is kept.
 */
package tallyroll.jms;
