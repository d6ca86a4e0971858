package tallyroll.receiver;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import tallyroll.server.LocalServer;

/** Publishes at QoS 1 by another client library than the receiver's codec; each message is confirmed when a method returns. */
final class MqttPublisher implements AutoCloseable {
    private final MqttClient client;
    private final String topic;

    MqttPublisher(LocalServer broker, String topic) throws MqttException {
        this.topic = topic;
        client = new MqttClient("tcp://" + broker.address(), UUID.randomUUID().toString(), new MemoryPersistence());
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(true);
        client.connect(options);
    }

    void text(String text) throws MqttException {
        client.publish(topic, text.getBytes(StandardCharsets.UTF_8), 1, false);
    }

    /** Sends {@code e<from>} to {@code e<to - 1>}. */
    void numbered(int from, int to) throws MqttException {
        for (int i = from; i < to; i++) {
            text("e" + i);
        }
    }

    @Override
    public void close() throws MqttException {
        client.disconnectForcibly(1_000, 1_000, false);
        client.close(true);
    }
}
