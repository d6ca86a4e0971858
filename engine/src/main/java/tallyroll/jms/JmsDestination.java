package tallyroll.jms;

import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.Map;
import tallyroll.receiver.ReceiverContext;
import tallyroll.receiver.ReceiverException;

/**
 * What is read.
 *
 * @param subscription the name by which the broker keeps what a topic's reader missed; it has the topic in it, since brokers
 *     differ in what they do when a subscription of that name is of another topic; of no meaning to a queue
 */
record JmsDestination(Kind kind, String name, String subscription) {
    enum Kind {
        QUEUE,
        TOPIC
    }

    static JmsDestination of(ReceiverContext context) {
        Map<String, String> options = context.options();
        String queue = options.get("queue");
        String topic = options.get("topic");
        if ((queue == null) == (topic == null)) {
            throw new ReceiverException(
                    "Cannot receive for \"" + context.pipeline() + "\": jms needs one of the options"
                            + " \"queue\" and \"topic\"; given are " + options.keySet() + ".");
        }
        return queue == null
                ? new JmsDestination(Kind.TOPIC, topic, context.pipeline() + "." + topic)
                : new JmsDestination(Kind.QUEUE, queue, "");
    }

    /**
     * A topic's subscription is durable, so that the broker keeps what comes while no receiver runs, and shared, so that several
     * receivers of one pipeline divide its messages among them.
     */
    MessageConsumer consumer(Session session) throws JMSException {
        return switch (kind) {
            case QUEUE -> session.createConsumer(session.createQueue(name));
            case TOPIC -> session.createSharedDurableConsumer(session.createTopic(name), subscription);
        };
    }

    @Override
    public String toString() {
        return switch (kind) {
            case QUEUE -> "queue \"" + name + "\"";
            case TOPIC -> "topic \"" + name + "\"";
        };
    }
}
