package tallyroll.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import tallyroll.server.LocalServer;

/** Publishes at QoS 1 with another client library than the receiver's codec; each message is confirmed when a method returns. */
final class MqttPublisher implements AutoCloseable {
    private final MqttAsyncClient client;
    private final String topic;

    MqttPublisher(LocalServer broker, String topic) throws MqttException {
        this.topic = topic;
        client = new MqttAsyncClient(
                "tcp://" + broker.address(), UUID.randomUUID().toString(), new MemoryPersistence());
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(true);
        client.connect(options).waitForCompletion();
    }

    void text(String text) throws MqttException {
        client.publish(topic, text.getBytes(StandardCharsets.UTF_8), 1, false).waitForCompletion();
    }

    /** Sends {@code e<from>} to {@code e<to - 1>}, each when the one before is confirmed: that order is the only one there is. */
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
