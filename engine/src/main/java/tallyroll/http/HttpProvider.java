package tallyroll.http;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tallyroll.pipeline.Address;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.SourceKey;
import tallyroll.pipeline.SourceSection;
import tallyroll.pipeline.SourceSettings;
import tallyroll.pipeline.ValueType;
import tallyroll.receiver.Receiver;
import tallyroll.receiver.ReceiverContext;
import tallyroll.receiver.ReceiverProvider;

/** {@code source: {http: {…}}}; see docs/receivers. */
public final class HttpProvider implements ReceiverProvider {
    private static final String NAME = "http";
    static final SourceKey<List<Address>> LISTEN = SourceKey.optional(
                    "listen",
                    ValueType.addresses(0),
                    "the address to listen at; several, separated by commas, are all listened at; port 0 takes a free one",
                    "0.0.0.0:8080")
            .defaultsTo("localhost:8080");
    static final SourceKey<String> PATH = SourceKey.optional(
                    "path",
                    ValueType.parsed(
                            "path",
                            "/[A-Za-z0-9._~/-]*",
                            "is not a path (/ and then letters, digits, . _ ~ / and -)",
                            HttpProvider::path),
                    "the path that takes POST",
                    "/v1/events")
            .defaultsTo("/events");
    static final SourceKey<Long> MAX_REQUEST = SourceKey.optional(
                    "max_request",
                    ValueType.size("1KB", "1024MB"),
                    "the longest request body; a longer one is refused whole with 413",
                    "32MB")
            .defaultsTo("16MB");

    private static final SourceSection SECTION = SourceSection.of(LISTEN, PATH, MAX_REQUEST);

    /** Where events for this receiver are sent to from this machine; empty where it is another kind of receiver. */
    public static Optional<String> url(Pipeline.Receiver receiver) {
        if (!receiver.kind().equals(NAME) || !receiver.settings().isChecked()) {
            return Optional.empty();
        }
        Address first = receiver.settings().get(LISTEN).get(0);
        boolean everywhere = first.host().equals("0.0.0.0") || first.host().equals("::");
        Address reached = everywhere ? new Address("localhost", first.port()) : first;
        return Optional.of("http://" + reached + receiver.settings().get(PATH));
    }

    private static String path(String written) {
        if (written.equals(EventsHandler.HEALTH)) {
            throw new IllegalArgumentException("is where the receiver answers whether it is there; write another path");
        }
        return written;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String meaning() {
        return "a receiver that takes POST requests: lines of JSON, or an array";
    }

    @Override
    public Cut cut() {
        return Cut.BODIES;
    }

    @Override
    public SourceSection section() {
        return SECTION;
    }

    @Override
    public String where(SourceSettings settings) {
        return settings.get(LISTEN).stream().map(Address::toString).collect(Collectors.joining(", "));
    }

    @Override
    public Receiver open(ReceiverContext context) {
        SourceSettings settings = context.settings();
        return new HttpReceiver(
                settings.get(LISTEN), settings.get(PATH), Math.toIntExact(settings.get(MAX_REQUEST)), context);
    }
}
