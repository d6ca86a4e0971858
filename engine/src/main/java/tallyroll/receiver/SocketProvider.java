package tallyroll.receiver;

import java.util.SplittableRandom;

/** {@code source: {socket: {connect: host:port}}}: connects to servers and reads a line an event; see docs/receivers. */
public final class SocketProvider implements ReceiverProvider {
    @Override
    public String kind() {
        return "socket";
    }

    @Override
    public Receiver open(ReceiverContext reception) {
        return new SocketReceiver(
                Address.list("socket.connect", reception.option("connect")), reception, new SplittableRandom());
    }
}
