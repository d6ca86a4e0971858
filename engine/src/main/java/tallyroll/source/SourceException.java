package tallyroll.source;

import java.util.Optional;
import tallyroll.TallyrollException;

/** A source that cannot give what was asked of it; the message is a whole sentence with the topic, the broker and what to do. */
public class SourceException extends TallyrollException {
    private static final long serialVersionUID = 1L;

    private final Fault fault;

    /** What is wrong with the source. */
    public enum Fault {
        /** No broker answered in time; trying again may help. */
        UNREACHABLE,
        /** The brokers answer, and know no such topic. */
        TOPIC_MISSING,
        /** The topic was deleted and re-created: its offsets mean other records now. */
        TOPIC_RECREATED,
        /** The log ends before a position that was already read. */
        TRUNCATED,
        /** The brokers refuse this client or its options. */
        REFUSED,
        /** A record's batch fails its checksum or has a form the client does not know. */
        CORRUPT,
        /** The client gave up for a reason of its own; the cause says which. */
        FAILED,
        /** Part of a range is no longer kept; see {@link RangeGoneException}. */
        EXPIRED
    }

    public SourceException(Fault fault, String message, Throwable cause) {
        super(message, cause);
        this.fault = fault;
    }

    public SourceException(Fault fault, String message) {
        this(fault, message, null);
    }

    public Fault fault() {
        return fault;
    }

    @Override
    public Optional<String> away() {
        return fault == Fault.UNREACHABLE ? Optional.of("Kafka") : Optional.empty();
    }
}
