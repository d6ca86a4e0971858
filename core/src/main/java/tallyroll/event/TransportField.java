package tallyroll.event;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What the transport says of a record beside its value, and the path under which a field reads it. {@code kafka.header.traceparent} is the
 * last header of that name; names of HTTP headers are in lower case.
 */
public enum TransportField {
    KAFKA_KEY("kafka.key", "kafka", true),
    /** When the record was made, or when the broker took it, as the topic's {@code message.timestamp.type} says. */
    KAFKA_TIMESTAMP("kafka.timestamp", "kafka", true),
    KAFKA_TOPIC("kafka.topic", "kafka", false),
    KAFKA_PARTITION("kafka.partition", "kafka", false),
    KAFKA_OFFSET("kafka.offset", "kafka", false),
    KAFKA_HEADER("kafka.header.", "kafka", true),
    HTTP_HEADER("http.header.", "http", true),
    /** When a receiver took the event. */
    RECEIVER_TIME("receiver.time", "receiver", true);

    private final String path;
    private final String source;
    private final boolean kept;

    TransportField(String path, String source, boolean kept) {
        this.path = path;
        this.source = source;
        this.kept = kept;
    }

    /** What a path reads; empty where it leads into the value. */
    public static Optional<TransportField> of(String path) {
        return Arrays.stream(values()).filter(one -> one.names(path)).findFirst();
    }

    /** How a field reads it; of headers what the name of one follows. */
    public String path() {
        return path;
    }

    private boolean names(String written) {
        return path.endsWith(".") ? written.startsWith(path) && written.length() > path.length() : written.equals(path);
    }

    /** The header that a path such as {@code kafka.header.traceparent} names. */
    public static String headerName(String path) {
        return path.substring(path.indexOf('.', path.indexOf('.') + 1) + 1);
    }

    /** The name under which a record's envelope keeps what stands at a path. */
    public String kept(String written) {
        return this == HTTP_HEADER ? written.toLowerCase(Locale.ROOT) : written;
    }

    /** The source that has it: {@code kafka}, {@code http}, or {@code receiver} for any receiver. */
    public String source() {
        return source;
    }

    /** Whether it is kept beside the value; else it follows from the record's position. */
    public boolean isKept() {
        return kept;
    }
}
