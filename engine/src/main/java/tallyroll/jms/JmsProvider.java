package tallyroll.jms;

import java.util.random.RandomGenerator;
import tallyroll.receiver.Receiver;
import tallyroll.receiver.ReceiverContext;
import tallyroll.receiver.ReceiverProvider;

/** Receives from any provider of Jakarta Messaging. */
public final class JmsProvider implements ReceiverProvider {
    @Override
    public String kind() {
        return "jms";
    }

    @Override
    public Receiver open(ReceiverContext context) {
        return new JmsReceiver(
                context, JmsDestination.of(context), JmsFactory.of(context), RandomGenerator.getDefault());
    }
}
