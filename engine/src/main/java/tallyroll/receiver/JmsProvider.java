package tallyroll.receiver;

import java.util.random.RandomGenerator;

/** Receives from any provider of Jakarta Messaging. */
public final class JmsProvider implements ReceiverProvider {
    @Override
    public String kind() {
        return "jms";
    }

    @Override
    public Receiver open(ReceiverContext reception) {
        return new JmsReceiver(
                reception, JmsDestination.of(reception), JmsFactory.of(reception), RandomGenerator.getDefault());
    }
}
