package tallyroll.docs;

import java.time.Duration;
import tallyroll.pipeline.Address;
import tallyroll.pipeline.SourceKey;
import tallyroll.pipeline.SourceSection;
import tallyroll.pipeline.SourceSettings;
import tallyroll.pipeline.ValueType;
import tallyroll.receiver.Receiver;
import tallyroll.receiver.ReceiverContext;
import tallyroll.receiver.ReceiverException;
import tallyroll.receiver.ReceiverProvider;

/** The example of docs/receivers.md, which shows what stands between the marks; its receiver is left to the reader. */
public final class AmqpProvider implements ReceiverProvider {
    // docs
    static final SourceKey<Address> ADDRESS =
            SourceKey.required("address", ValueType.address(1), "the broker", "localhost:5672");
    static final SourceKey<String> QUEUE = SourceKey.required("queue", ValueType.TEXT, "the queue to read", "readings");
    static final SourceKey<Long> PREFETCH = SourceKey.optional(
                    "prefetch", ValueType.integer(1, 10_000), "how many messages may be under way", "500")
            .defaultsTo("100");
    static final SourceKey<Duration> HEARTBEAT =
            SourceKey.optional("heartbeat", ValueType.duration("1s", "5m"), "how long the broker may be silent", "30s");

    @Override
    public String name() {
        return "amqp";
    }

    @Override
    public String meaning() {
        return "a receiver of AMQP";
    }

    @Override
    public SourceSection section() {
        return SourceSection.of(ADDRESS, QUEUE, PREFETCH, HEARTBEAT);
    }

    @Override
    public String where(SourceSettings settings) {
        return settings.get(ADDRESS).toString();
    }

    // docs
    @Override
    public Receiver open(ReceiverContext context) {
        throw new ReceiverException("Cannot receive by amqp: this is an example.");
    }
}
