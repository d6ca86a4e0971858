package tallyroll.jms;

import java.util.Map;
import java.util.random.RandomGenerator;
import tallyroll.pipeline.SourceKey;
import tallyroll.pipeline.SourceSection;
import tallyroll.pipeline.SourceSettings;
import tallyroll.pipeline.ValueType;
import tallyroll.receiver.Receiver;
import tallyroll.receiver.ReceiverContext;
import tallyroll.receiver.ReceiverProvider;

/** {@code source: {jms: {…}}}, a broker of any provider of Jakarta Messaging; see docs/receivers. */
public final class JmsProvider implements ReceiverProvider {
    static final SourceKey<String> FACTORY = SourceKey.optional(
            "factory",
            ValueType.CLASS,
            "the class of the provider's ConnectionFactory, with a constructor that takes the URL, or nothing if there is none",
            "org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory");
    static final SourceKey<String> URL = SourceKey.optional(
            "url", ValueType.TEXT, "goes with factory: what it is made with", "tcp://localhost:61616");

    static final SourceKey<String> JNDI_NAME = SourceKey.required(
            "factory", ValueType.TEXT, "the name that the ConnectionFactory is looked up by", "ConnectionFactory");
    static final SourceKey<Map<String, String>> JNDI_PROPERTIES = SourceKey.optional(
            "properties",
            ValueType.map("JNDI property", "[A-Za-z][A-Za-z0-9._/-]*"),
            "of the initial context",
            "{java.naming.factory.initial: org.example.Factory}");
    static final SourceKey<SourceSettings> JNDI = SourceKey.optional(
            "jndi",
            ValueType.section(SourceSection.of(JNDI_NAME, JNDI_PROPERTIES)),
            "looks the ConnectionFactory up instead",
            "");

    static final SourceKey<String> QUEUE = SourceKey.optional("queue", ValueType.TEXT, "the queue to read", "flights");
    static final SourceKey<String> TOPIC = SourceKey.optional(
            "topic",
            ValueType.TEXT,
            "the topic to subscribe to, by a durable shared subscription named PIPELINE.TOPIC",
            "flights");
    static final SourceKey<String> USERNAME =
            SourceKey.optional("username", ValueType.TEXT, "for a broker that asks for one", "tallyroll");
    static final SourceKey<String> PASSWORD =
            SourceKey.optional("password", ValueType.TEXT, "goes with username", "${file:/run/secrets/jms}");

    private static final SourceSection SECTION = SourceSection.of(FACTORY, URL, JNDI, QUEUE, TOPIC, USERNAME, PASSWORD)
            .exactlyOneOf(FACTORY, JNDI)
            .exactlyOneOf(QUEUE, TOPIC)
            .onlyWith(URL, FACTORY)
            .onlyWith(PASSWORD, USERNAME);

    @Override
    public String name() {
        return "jms";
    }

    @Override
    public String meaning() {
        return "a receiver of Jakarta Messaging, any provider";
    }

    @Override
    public SourceSection section() {
        return SECTION;
    }

    @Override
    public String where(SourceSettings settings) {
        return JmsFactory.of(settings).where();
    }

    @Override
    public Receiver open(ReceiverContext context) {
        SourceSettings settings = context.settings();
        return new JmsReceiver(
                context,
                JmsDestination.of(context.pipeline(), settings),
                JmsFactory.of(settings),
                RandomGenerator.getDefault());
    }
}
