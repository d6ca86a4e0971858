package tallyroll.jms;

import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.util.Collections;
import java.util.Enumeration;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import tallyroll.server.LocalServer;

/** Sends to a queue or a topic, durably. */
final class JmsSender implements AutoCloseable {
    private final Connection connection;
    private final Session session;
    private final MessageProducer producer;
    private final Destination destination;

    private JmsSender(LocalServer broker, String name, boolean topic) throws JMSException {
        connection = new ActiveMQConnectionFactory(url(broker)).createConnection();
        session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
        destination = topic ? session.createTopic(name) : session.createQueue(name);
        producer = session.createProducer(destination);
        connection.start();
    }

    static JmsSender queue(LocalServer broker, String name) throws JMSException {
        return new JmsSender(broker, name, false);
    }

    static JmsSender topic(LocalServer broker, String name) throws JMSException {
        return new JmsSender(broker, name, true);
    }

    static String url(LocalServer broker) {
        return "tcp://" + broker.address();
    }

    /** Creates a message. */
    interface Making {
        Message make(Session session) throws JMSException;
    }

    void send(Making making) throws JMSException {
        producer.send(making.make(session));
    }

    void text(String text) throws JMSException {
        send(made -> made.createTextMessage(text));
    }

    /** Sends {@code e<from>} to {@code e<to - 1>}. */
    void numbered(int from, int to) throws JMSException {
        try (Session all = connection.createSession(Session.SESSION_TRANSACTED);
                MessageProducer bulk = all.createProducer(destination)) {
            for (int i = from; i < to; i++) {
                bulk.send(all.createTextMessage("e" + i));
            }
            all.commit();
        }
    }

    /** How many messages the queue still has, acknowledged ones not counted. */
    int left() throws JMSException {
        try (QueueBrowser browser = session.createBrowser((Queue) destination)) {
            Enumeration<?> messages = browser.getEnumeration();
            return Collections.list(messages).size();
        }
    }

    @Override
    public void close() throws JMSException {
        connection.close();
    }
}
