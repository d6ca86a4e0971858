package tallyroll.mqtt;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import tallyroll.pipeline.Address;
import tallyroll.pipeline.SourceKey;
import tallyroll.pipeline.SourceSection;
import tallyroll.pipeline.SourceSettings;
import tallyroll.pipeline.ValueType;
import tallyroll.receiver.Receiver;
import tallyroll.receiver.ReceiverContext;
import tallyroll.receiver.ReceiverProvider;

/** {@code source: {mqtt: {…}}}, a broker of MQTT 3.1.1 or 5; see docs/receivers. */
public final class MqttProvider implements ReceiverProvider {
    static final SourceKey<List<Address>> SERVER = SourceKey.required(
            "server",
            ValueType.addresses(1),
            "the broker; several, separated by commas, are tried in turn",
            "localhost:1883");
    static final SourceKey<String> TOPIC = SourceKey.required(
            "topic", ValueType.TEXT, "the topic filter to subscribe to, at QoS 1", "sensors/+/readings");
    static final SourceKey<Protocol> VERSION = SourceKey.optional(
                    "version",
                    ValueType.oneOf(new TreeMap<>(Map.of("3", Protocol.V3_1_1, "5", Protocol.V5))),
                    "the protocol: 3 is 3.1.1",
                    "3")
            .defaultsTo("5");
    static final SourceKey<String> CLIENT = SourceKey.optional(
            "client",
            ValueType.TEXT,
            "the client id, which the broker keeps the session by; tallyroll-PIPELINE if not given",
            "tallyroll-1");
    static final SourceKey<Boolean> TLS = SourceKey.optional("tls", ValueType.FLAG, "whether to connect by TLS", "true")
            .defaultsTo("false");
    static final SourceKey<String> USERNAME =
            SourceKey.optional("username", ValueType.TEXT, "for a broker that asks for one", "tallyroll");
    static final SourceKey<String> PASSWORD =
            SourceKey.optional("password", ValueType.TEXT, "goes with username", "${file:/run/secrets/mqtt}");

    private static final SourceSection SECTION = SourceSection.of(
                    SERVER, TOPIC, VERSION, CLIENT, TLS, USERNAME, PASSWORD)
            .onlyWith(PASSWORD, USERNAME);

    @Override
    public String name() {
        return "mqtt";
    }

    @Override
    public String meaning() {
        return "a receiver of MQTT";
    }

    @Override
    public SourceSection section() {
        return SECTION;
    }

    @Override
    public String where(SourceSettings settings) {
        return settings.get(SERVER).stream().map(Address::toString).collect(Collectors.joining(", "));
    }

    @Override
    public Receiver open(ReceiverContext context) {
        return new MqttReceiver(
                context, MqttSettings.of(context.pipeline(), context.settings()), RandomGenerator.getDefault());
    }
}
