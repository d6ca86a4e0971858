package tallyroll.receiver;

import java.util.random.RandomGenerator;

/** Receives from a broker of MQTT 3.1.1 or 5. */
public final class MqttProvider implements ReceiverProvider {
    @Override
    public String kind() {
        return "mqtt";
    }

    @Override
    public Receiver open(ReceiverContext reception) {
        return new MqttReceiver(reception, MqttSettings.of(reception), RandomGenerator.getDefault());
    }
}
