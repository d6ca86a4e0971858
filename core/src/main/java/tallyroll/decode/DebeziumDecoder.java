package tallyroll.decode;

import java.util.List;
import tallyroll.event.Event;
import tallyroll.event.EventSpec;
import tallyroll.event.EventSpec.Format;

/**
 * Changes of rows as Debezium writes them: {@code op}, {@code before}, {@code after}, {@code source}, {@code ts_ms}. An insert, an update and a row of a
 * snapshot ({@code c}, {@code u}, {@code r}) are the event that stands in {@code after}; a deletion ({@code d}) is the one in {@code before}.
 *
 * <p>Kafka Connect's JSON converter puts this into {@code payload}, beside its {@code schema}, unless it is told not to. The shape is
 * looked for in each record, first as in the record before: a topic has one of them as a rule, and may change.
 */
final class DebeziumDecoder implements FieldDecoder {
    private static final String OPERATION = "op";

    private final List<Shape> shapes;
    private int likely;

    /** Each image in one shape of the envelope. */
    private record Shape(RowImage after, RowImage before) {
        static Shape of(EventSpec spec, String root) {
            EnvelopePaths paths = new EnvelopePaths(root);
            return new Shape(
                    new RowImage(spec, paths, "after", "before", OPERATION),
                    new RowImage(spec, paths, "before", "", OPERATION));
        }
    }

    DebeziumDecoder(EventSpec spec) {
        shapes = spec.format() == Format.JSON
                ? List.of(Shape.of(spec, ""), Shape.of(spec, "payload."))
                : List.of(Shape.of(spec, ""));
    }

    @Override
    public Decoding decode(Message message, Event into) {
        into.clear();
        for (int tried = 0; tried < shapes.size(); tried++) {
            Shape shape = shapes.get(likely);
            Decoding read = shape.after().read(message);
            if (!read.ok()) {
                return read;
            }
            String operation = shape.after().operation();
            if (!operation.isEmpty()) {
                return event(shape, operation, message, into);
            }
            likely = (likely + 1) % shapes.size();
        }
        return RejectCode.NOT_A_ROW.because(
                "the record has no \"op\", which Debezium writes into each change of a row: "
                        + Seen.bytes(message.value())
                        + ". Heartbeats, transactions and changes of a schema have none: keep them out of the topic. Nor have rows "
                        + "that ExtractNewRecordState has taken out of their envelope: read those without event.envelope");
    }

    private static Decoding event(Shape shape, String operation, Message message, Event into) {
        switch (operation) {
            case "c", "u", "r" -> {
                return shape.after().event(into);
            }
            case "d" -> {
                Decoding read = shape.before().read(message);
                if (read.ok()) {
                    read = shape.before().event(into);
                    into.markDeletion();
                }
                return read;
            }
            case "t" -> {
                return RejectCode.NOT_A_ROW.because(
                        "the table was truncated (\"op\" is \"t\"), which does not say which rows are gone: they stay counted. "
                                + "Delete rows instead, or read the table again in a pipeline of its own");
            }
            default -> {
                return RejectCode.NOT_A_ROW.because(
                        "\"op\" is \"" + Seen.text(operation) + "\"; a change of a row has c, r, u or d");
            }
        }
    }
}
