package tallyroll.socket;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import tallyroll.pipeline.Address;
import tallyroll.pipeline.SourceKey;
import tallyroll.pipeline.SourceSection;
import tallyroll.pipeline.SourceSettings;
import tallyroll.pipeline.ValueType;
import tallyroll.receiver.Receiver;
import tallyroll.receiver.ReceiverContext;
import tallyroll.receiver.ReceiverProvider;

/** {@code source: {socket: {connect: host:port}}}; see docs/receivers. */
public final class SocketProvider implements ReceiverProvider {
    static final SourceKey<List<Address>> CONNECT = SourceKey.required(
            "connect",
            ValueType.addresses(1),
            "the server to connect to, which sends one event a line; several, separated by commas, get a connection each",
            "sensors:9999");

    private static final SourceSection SECTION = SourceSection.of(CONNECT);

    @Override
    public String name() {
        return "socket";
    }

    @Override
    public String meaning() {
        return "a receiver that connects to a server and reads lines";
    }

    @Override
    public Cut cut() {
        return Cut.LINES;
    }

    @Override
    public SourceSection section() {
        return SECTION;
    }

    @Override
    public String where(SourceSettings settings) {
        return settings.get(CONNECT).stream().map(Address::toString).collect(Collectors.joining(", "));
    }

    @Override
    public Receiver open(ReceiverContext context) {
        return new SocketReceiver(context.settings().get(CONNECT), context, new SplittableRandom());
    }
}
