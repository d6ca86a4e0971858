package tallyroll.pipeline;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import tallyroll.event.EventEnvelope;
import tallyroll.event.EventSpec;
import tallyroll.event.EventSpec.Format;
import tallyroll.event.Explode;
import tallyroll.event.Field;
import tallyroll.event.FieldType.Kind;
import tallyroll.event.TransportField;
import tallyroll.pipeline.Pipeline.Kafka;
import tallyroll.pipeline.Pipeline.RecordSpec.Layout;
import tallyroll.pipeline.Pipeline.Source;
import tallyroll.pipeline.Value.Scalar;
import tallyroll.pipeline.Value.Section;

/** Holds what a definition says of records, not of the values in them, against the source and the record: fields of the transport, several events in one record. */
final class TransportReader {
    private final Section event;
    private final DefinitionErrors faults;

    TransportReader(Section event, DefinitionErrors faults) {
        this.event = event;
        this.faults = faults;
    }

    Explode explode() {
        return event.scalar("explode").map(Scalar::text).map(Explode::parse).orElse(Explode.NONE);
    }

    /** @param paths where it is said from where a field is read */
    void check(EventSpec spec, Source source, Layout layout, Function<String, Place> paths) {
        for (Field field : spec.schema().fields()) {
            TransportField.of(field.path()).ifPresent(what -> check(field, what, source, paths.apply(field.name())));
        }
        event.scalar("explode").ifPresent(written -> explode(written, spec, layout));
    }

    private void check(Field field, TransportField what, Source source, Place place) {
        String kind = source instanceof Kafka ? "kafka" : source.name();
        boolean there = what.source().equals(kind) || (what.source().equals("receiver") && !kind.equals("kafka"));
        if (!there) {
            faults.add(
                    place,
                    "the field \"" + field.name() + "\" is read from \"" + field.path() + "\", which the source " + kind
                            + " does not have",
                    "to read a key of the value that is called so, write $." + field.path());
        }
        List<Kind> kinds = kinds(what);
        if (!kinds.isEmpty() && !kinds.contains(field.type().kind())) {
            faults.add(
                    place,
                    "the field \"" + field.name() + "\" is of type " + field.type() + "; \"" + field.path() + "\" is "
                            + String.join(
                                    " or ",
                                    kinds.stream()
                                            .map(one -> one.name().toLowerCase(Locale.ROOT))
                                            .toList()),
                    "");
        }
        if (!kinds.isEmpty() && !field.pattern().isEmpty()) {
            faults.add(
                    place,
                    "\"" + field.path() + "\" is no text, so the field \"" + field.name() + "\" needs no pattern",
                    "remove it");
        }
    }

    /** The types of field that take it; empty: it is text, which any may be read from. */
    private static List<Kind> kinds(TransportField what) {
        return switch (what) {
            case KAFKA_TIMESTAMP, RECEIVER_TIME -> List.of(Kind.TIMESTAMP, Kind.LONG);
            case KAFKA_OFFSET -> List.of(Kind.LONG);
            case KAFKA_PARTITION -> List.of(Kind.INT, Kind.LONG);
            case KAFKA_TOPIC -> List.of(Kind.STRING);
            case KAFKA_KEY, KAFKA_HEADER, HTTP_HEADER -> List.of();
        };
    }

    private void explode(Scalar written, EventSpec spec, Layout layout) {
        boolean lines = spec.framing().explode().kind() == Explode.Kind.LINES;
        String format = spec.format().label();
        if (!(spec.format() instanceof Format) || (!lines && spec.format() != Format.JSON)) {
            faults.add(
                    written,
                    "events of format " + format + " cannot be taken out of one record by it",
                    spec.format() instanceof Format
                            ? "write lines"
                            : "read items of an array by their index, as in items[0].price, or have the producer send a record for"
                                    + " each");
        }
        if (spec.envelope() != EventEnvelope.NONE
                && !lines
                && !spec.framing().explode().path().isEmpty()) {
            faults.add(
                    written,
                    "stands inside the envelope " + event.text("envelope")
                            + "; a record can be taken apart into envelopes, but no envelope into events",
                    "write $ where the record is an array of envelopes, or lines");
        }
        if (layout == Layout.ROWS) {
            faults.add(
                    written,
                    "needs record.layout: blocks; in rows an event has the key of its record, which several of them would share",
                    "");
        }
    }
}
