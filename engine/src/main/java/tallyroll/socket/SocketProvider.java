package tallyroll.socket;

import java.util.SplittableRandom;
import tallyroll.receiver.Address;
import tallyroll.receiver.Receiver;
import tallyroll.receiver.ReceiverContext;
import tallyroll.receiver.ReceiverProvider;

/** {@code source: {socket: {connect: host:port}}}: connects to servers and reads a line an event; see docs/receivers. */
public final class SocketProvider implements ReceiverProvider {
    @Override
    public String kind() {
        return "socket";
    }

    @Override
    public Receiver open(ReceiverContext context) {
        return new SocketReceiver(
                Address.list("socket.connect", context.option("connect")), context, new SplittableRandom());
    }
}
