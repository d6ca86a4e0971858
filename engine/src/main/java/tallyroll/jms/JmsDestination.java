package tallyroll.jms;

import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import tallyroll.pipeline.SourceSettings;

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

    static JmsDestination of(String pipeline, SourceSettings settings) {
        return settings.find(JmsProvider.QUEUE)
                .map(queue -> new JmsDestination(Kind.QUEUE, queue, ""))
                .orElseGet(() -> {
                    String topic = settings.get(JmsProvider.TOPIC);
                    return new JmsDestination(Kind.TOPIC, topic, pipeline + "." + topic);
                });
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
