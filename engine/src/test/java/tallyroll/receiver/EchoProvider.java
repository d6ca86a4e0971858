package tallyroll.receiver;

import java.time.Duration;
import java.util.Map;
import tallyroll.pipeline.Address;
import tallyroll.pipeline.SourceKey;
import tallyroll.pipeline.SourceSection;
import tallyroll.pipeline.SourceSettings;
import tallyroll.pipeline.ValueType;

/** A kind that is not Tallyroll's own, with a key of every type there is. Its receiver receives nothing. */
public final class EchoProvider implements ReceiverProvider {
    static final SourceKey<Address> ADDRESS =
            SourceKey.required("address", ValueType.address(1), "the server", "localhost:7");
    static final SourceKey<Long> PREFETCH = SourceKey.optional(
                    "prefetch", ValueType.integer(1, 1000), "how many at a time", "100")
            .defaultsTo("10");
    static final SourceKey<Duration> TIMEOUT =
            SourceKey.optional("timeout", ValueType.duration("1s", "5m"), "how long to wait for an echo", "30s");
    static final SourceKey<Map<String, String>> HEADERS =
            SourceKey.optional("headers", ValueType.map("header", "[A-Z][A-Za-z-]*"), "sent first", "{Accept: text}");
    static final SourceKey<String> TOKEN = SourceKey.optional(
            "token", ValueType.matching("hex", "[0-9a-f]+", "is not hexadecimal"), "who asks", "c0ffee");

    private static final SourceSection SECTION = SourceSection.of(ADDRESS, PREFETCH, TIMEOUT, HEADERS, TOKEN);

    @Override
    public String name() {
        return "echo";
    }

    @Override
    public String meaning() {
        return "a receiver of echoes";
    }

    @Override
    public SourceSection section() {
        return SECTION;
    }

    @Override
    public String where(SourceSettings settings) {
        return settings.get(ADDRESS).toString();
    }

    @Override
    public Receiver open(ReceiverContext context) {
        return new Receiver() {
            @Override
            public void start() {
                // nothing comes
            }

            @Override
            public String where() {
                return EchoProvider.this.where(context.settings());
            }

            @Override
            public void close() {
                // nothing is held
            }
        };
    }
}
