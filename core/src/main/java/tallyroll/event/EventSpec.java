package tallyroll.event;

import java.io.Serializable;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How a pipeline's events are written and which of their fields say who and when they are.
 *
 * @param format the encoding of a source record's bytes
 * @param csv how CSV is written; ignored for other formats
 * @param schema the fields, the id, time and revision fields among them
 * @param idFields fields whose values together name an event; empty: the transport position does
 * @param timeField the timestamp field that is the event time
 * @param duplicates which of several events of one identity counts
 * @param revisionField the int, long or timestamp field that {@code LAST} compares, empty for {@code FIRST}
 * @param maxBytes the longest source record accepted, as it came and unpacked; longer ones become dead letters
 * @param framing how events are packed into records
 */
public record EventSpec(
        EventFormat format,
        Csv csv,
        EventSchema schema,
        List<String> idFields,
        String timeField,
        Duplicates duplicates,
        String revisionField,
        int maxBytes,
        Framing framing)
        implements Serializable {
    private static final Set<FieldType.Kind> ORDERS_REVISIONS =
            EnumSet.of(FieldType.Kind.INT, FieldType.Kind.LONG, FieldType.Kind.TIMESTAMP);

    /** The formats that need no other module. */
    public enum Format implements EventFormat {
        JSON,
        CSV,
        /** Lines that a regular expression takes apart. */
        TEXT;

        @Override
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        @Override
        public String encoding() {
            return "";
        }

        @Override
        public String readAs() {
            return "";
        }
    }

    /** The event that counts among those of one identity: the first read, or the one of the highest revision. */
    public enum Duplicates {
        FIRST,
        LAST
    }

    /**
     * How CSV is written.
     *
     * @param columns the column names, in file order unless the header says where they stand
     * @param delimiter the character between them
     * @param header what a line that names the columns is
     * @param emptyIsText whether a string's empty cell is the empty text; else it is missing
     */
    public record Csv(List<String> columns, char delimiter, Header header, boolean emptyIsText)
            implements Serializable {
        public static final Csv NONE = new Csv(List.of(), ',');

        /** A line that names the columns. */
        public enum Header {
            /** An event like any other. */
            NONE,
            /** Passed over. */
            SKIP,
            /** The first line of every body, by which the receiver finds the columns. */
            NAMES
        }

        public Csv {
            columns = List.copyOf(columns);
        }

        public Csv(List<String> columns, char delimiter) {
            this(columns, delimiter, Header.NONE, false);
        }
    }

    /**
     * How events are packed into records, and what a record makes of events before it.
     *
     * @param explode how several of them stand in one
     * @param envelope what stands around the fields of each
     * @param payload what is done to a record's bytes before their format is read
     * @param deleteField the boolean field that is true in an event which takes its identity out of all totals; empty: the envelope alone
     *     says so. Either goes with {@code LAST} only
     */
    public record Framing(Explode explode, EventEnvelope envelope, Payload payload, String deleteField)
            implements Serializable {
        /** A record is an event. */
        public static final Framing PLAIN = new Framing(Explode.NONE, Payload.PLAIN);

        /** Without an envelope and without deletions. */
        public Framing(Explode explode, Payload payload) {
            this(explode, EventEnvelope.NONE, payload, "");
        }
    }

    public EventSpec {
        idFields = List.copyOf(idFields);
        FieldType time = type(schema, "time", timeField);
        if (time.kind() != FieldType.Kind.TIMESTAMP) {
            throw new IllegalArgumentException(
                    "the time field \"" + timeField + "\" is a " + time + ", not a timestamp");
        }
        idFields.forEach(name -> type(schema, "id", name));
        if (duplicates == Duplicates.LAST) {
            FieldType revision = type(schema, "revision", revisionField);
            if (!ORDERS_REVISIONS.contains(revision.kind())) {
                throw new IllegalArgumentException("the revision field \"" + revisionField + "\" is a " + revision
                        + "; an int, long or timestamp orders revisions");
            }
        }
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes is " + maxBytes + "; it must be positive");
        }
        String deleteField = framing.deleteField();
        if (!deleteField.isEmpty()) {
            FieldType delete = type(schema, "delete", deleteField);
            if (delete.kind() != FieldType.Kind.BOOLEAN) {
                throw new IllegalArgumentException(
                        "the delete field \"" + deleteField + "\" is a " + delete + ", not a boolean");
            }
        }
        boolean deletes = framing.envelope().changesRows() || !deleteField.isEmpty();
        if (deletes && duplicates == Duplicates.FIRST) {
            throw new IllegalArgumentException(
                    "events that delete need a revision field: the first of an identity stays");
        }
    }

    public EventEnvelope envelope() {
        return framing.envelope();
    }

    /** The boolean field that is true in an event which takes its identity out of all totals; empty: only the envelope says so. */
    public String deleteField() {
        return framing.deleteField();
    }

    /** The same with these fields. */
    public EventSpec with(EventSchema fields) {
        return new EventSpec(format, csv, fields, idFields, timeField, duplicates, revisionField, maxBytes, framing);
    }

    /** The same for events that were recorded: each was accepted when it was read, however long it is. */
    public EventSpec ofRecorded() {
        return new EventSpec(
                format, csv, schema, idFields, timeField, duplicates, revisionField, Integer.MAX_VALUE, framing);
    }

    /** What stands beside a record's value and must be kept with it, by the names under which its envelope keeps it. */
    public List<String> keptBeside() {
        Stream<String> named = schema.fields().stream()
                .flatMap(field ->
                        TransportField.of(field.path())
                                .filter(TransportField::isKept)
                                .map(what -> what.kept(field.path()))
                                .stream());
        List<String> headers = envelope() == EventEnvelope.CLOUDEVENTS ? CloudEventHeaders.keptFor(schema) : List.of();
        return Stream.concat(named, headers.stream()).distinct().toList();
    }

    public Payload payload() {
        return framing.payload();
    }

    private static FieldType type(EventSchema schema, String role, String name) {
        int slot = schema.slot(name);
        if (slot < 0) {
            throw new IllegalArgumentException("the " + role + " field \"" + name + "\" is not among the fields");
        }
        return schema.field(slot).type();
    }
}
