package tallyroll.mqtt;

import java.util.random.RandomGenerator;
import tallyroll.receiver.Receiver;
import tallyroll.receiver.ReceiverContext;
import tallyroll.receiver.ReceiverProvider;

/** Receives from a broker of MQTT 3.1.1 or 5. */
public final class MqttProvider implements ReceiverProvider {
    @Override
    public String kind() {
        return "mqtt";
    }

    @Override
    public Receiver open(ReceiverContext context) {
        return new MqttReceiver(context, MqttSettings.of(context), RandomGenerator.getDefault());
    }
}
