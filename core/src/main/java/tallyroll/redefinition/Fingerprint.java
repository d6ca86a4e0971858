package tallyroll.redefinition;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import tallyroll.bucket.Granularity;
import tallyroll.bucket.Granularity.Unit;
import tallyroll.control.StoredDefinition.Aspect;
import tallyroll.event.EventEnvelope;
import tallyroll.event.EventSpec;
import tallyroll.event.EventSpec.Duplicates;
import tallyroll.event.EventSpec.Format;
import tallyroll.event.Field;
import tallyroll.event.Missing;
import tallyroll.event.Notation;
import tallyroll.event.Payload;
import tallyroll.event.Payload.Compression;
import tallyroll.event.TransportField;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Pipeline.Kafka;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.pipeline.Topics;
import tallyroll.summary.RollupTable;

/**
 * A definition by aspects: whatever decides what is stored, or how what is stored is read, and nothing else. Each is the text that
 * a person would compare, so that the stored one can be shown and not only found to differ.
 */
final class Fingerprint {
    static final String STRATEGY = "strategy";
    static final String SOURCE = "source";
    static final String LAYOUT = "record.layout";
    static final String BUCKET = "record.bucket";
    static final String FORMAT = "event.format";
    static final String EXPLODE = "event.explode";
    static final String CSV = "event.csv";
    static final String ENCODING = "event.encoding";
    static final String READ_AS = "event.schema";
    static final String TEXT = "event.text";
    static final String ID = "event.id";
    static final String TIME = "event.time";
    static final String TIME_FIELDS = "event.time.fields.";
    static final String DUPLICATES = "event.duplicates";
    static final String FIELDS = "event.fields.";
    static final String BY = "by";
    static final String EVERY = "every";
    static final String ZONE = "zone";
    static final String WHERE = "where";
    static final String MEASURES = "measures.";

    /** Instead of group fields, where there are none. */
    private static final String TOTAL = "[]";

    /** What the source of topics begins with. */
    private static final String KAFKA = "kafka ";

    private Fingerprint() {}

    /** Whether a source is one of topics still, and of more of them: what was read of each is of the same name. */
    static boolean moreTopics(String was, String now) {
        return was.startsWith(KAFKA)
                && now.startsWith(KAFKA)
                && Topics.of(now.substring(KAFKA.length())).includeAll(Topics.of(was.substring(KAFKA.length())));
    }

    /** What all rollups have in common. */
    static List<Aspect> common(Pipeline pipeline) {
        EventSpec event = pipeline.event();
        List<Aspect> aspects = new ArrayList<>();
        aspects.add(new Aspect(STRATEGY, pipeline.strategy().label()));
        aspects.add(new Aspect(SOURCE, source(pipeline)));
        pipeline.systemOfRecord().ifPresent(record -> {
            aspects.add(new Aspect(LAYOUT, record.layout().name().toLowerCase(Locale.ROOT)));
            aspects.add(new Aspect(BUCKET, record.bucket().toString()));
        });
        aspects.add(new Aspect(FORMAT, format(event)));
        aspects.add(new Aspect(
                EXPLODE,
                event.framing().explode().none()
                        ? "no"
                        : event.framing().explode().toString()));
        if (event.format() == Format.CSV) {
            aspects.add(new Aspect(
                    CSV,
                    "columns " + String.join(", ", event.csv().columns()) + " separated by \""
                            + event.csv().delimiter() + "\""
                            + (event.csv().emptyIsText() ? ", empty cells are texts" : "")));
        }
        if (event.format() == Format.TEXT) {
            aspects.add(new Aspect(TEXT, event.payload().pattern()));
        }
        if (!event.format().encoding().isEmpty()) {
            aspects.add(new Aspect(ENCODING, event.format().encoding()));
        }
        if (!event.format().readAs().isEmpty()) {
            aspects.add(new Aspect(READ_AS, event.format().readAs()));
        }
        aspects.add(new Aspect(ID, id(event)));
        aspects.addAll(time(event));
        aspects.add(new Aspect(DUPLICATES, duplicates(event)));
        for (Field field : event.schema().fields()) {
            // a hidden field is told by its measure
            if (!field.hidden()
                    && !field.name().equals(event.timeField())
                    && !event.idFields().contains(field.name())) {
                aspects.add(new Aspect(FIELDS + field.name(), value(event, field)));
            }
        }
        return aspects;
    }

    /** What a rollup says. */
    static List<Aspect> of(Rollup rollup, EventSpec event) {
        List<Aspect> aspects = new ArrayList<>();
        String group = rollup.by().stream()
                .map(name -> name + " "
                        + event.schema().field(event.schema().slot(name)).type())
                .collect(Collectors.joining(", "));
        aspects.add(new Aspect(BY, group.isEmpty() ? TOTAL : group));
        aspects.add(new Aspect(
                EVERY, rollup.every().stream().map(Granularity::toString).collect(Collectors.joining(", "))));
        rollup.every().stream()
                .filter(every -> every.unit().compareTo(Unit.DAY) >= 0)
                .findFirst()
                .map(every -> every.zone().getId())
                .ifPresent(zone -> aspects.add(new Aspect(ZONE, "Z".equals(zone) ? "UTC" : zone)));
        if (!rollup.where().isEmpty()) {
            aspects.add(new Aspect(WHERE, rollup.where()));
        }
        rollup.measures().forEach(measure -> aspects.add(new Aspect(MEASURES + measure.name(), measure.written())));
        return aspects;
    }

    static List<String> tables(Pipeline pipeline, Rollup rollup) {
        return RollupTable.all(pipeline, rollup).stream().map(RollupTable::name).toList();
    }

    private static String source(Pipeline pipeline) {
        return pipeline.source() instanceof Kafka kafka
                ? KAFKA + kafka.topics()
                : pipeline.source().name() + " receiver";
    }

    /** The format, with what stands around it and what is done to bytes before it. */
    private static String format(EventSpec event) {
        Payload payload = event.payload();
        return event.format().label()
                + (event.envelope() == EventEnvelope.NONE
                        ? ""
                        : " in " + event.envelope().label())
                + (payload.isUtf8() ? "" : " in " + payload.encoding())
                + (payload.compression() == Compression.NONE
                        ? ""
                        : " packed with " + payload.compression().name().toLowerCase(Locale.ROOT));
    }

    private static String id(EventSpec event) {
        return event.idFields().isEmpty()
                ? "none: the position in the source"
                : event.idFields().stream().map(name -> described(event, name)).collect(Collectors.joining(" and "));
    }

    /** The event time and, where it is derived, each field that its expression names: all that decides in which bucket an event lies. */
    private static List<Aspect> time(EventSpec event) {
        List<Aspect> aspects = new ArrayList<>(List.of(new Aspect(TIME, described(event, event.timeField()))));
        Field time = event.schema().field(event.schema().slot(event.timeField()));
        Set<String> named = ExpressionFields.named(event.schema(), List.of(time.expression()));
        for (Field field : event.schema().fields()) {
            if (named.contains(ExpressionFields.lower(field.name()))) {
                aspects.add(new Aspect(TIME_FIELDS + field.name(), value(event, field)));
            }
        }
        return aspects;
    }

    private static String duplicates(EventSpec event) {
        String deletes = event.deleteField().isEmpty() ? "" : ", deleted by " + event.deleteField();
        return event.duplicates() == Duplicates.FIRST ? "first" : "last by " + event.revisionField() + deletes;
    }

    private static String described(EventSpec event, String name) {
        return name + " (" + value(event, event.schema().field(event.schema().slot(name))) + ")";
    }

    /** A field as it is read or derived. */
    private static String value(EventSpec event, Field field) {
        StringBuilder text = new StringBuilder(field.type().toString());
        if (field.derived()) {
            text.append(" = ").append(field.expression());
        } else if (!field.path().equals(field.name())) {
            text.append(" at ").append(field.path());
        }
        String written = written(event, field);
        if (!written.isEmpty()) {
            text.append(", ").append(written);
        }
        if (!field.patterns().isEmpty()) {
            text.append(" as ").append(String.join(" or ", field.patterns()));
        }
        if (!"UTC".equals(field.zone())) {
            text.append(" in ").append(field.zone());
        }
        if (!field.notation().equals(Notation.PLAIN)) {
            text.append(", ").append(field.notation());
        }
        if (field.missing().kind() == Missing.Kind.REJECT) {
            text.append(", required");
        } else if (field.missing().kind() == Missing.Kind.DEFAULT) {
            text.append(", missing is ").append(field.missing().value());
        } else if (field.missing().kind() == Missing.Kind.SKIP_ROLLUP) {
            text.append(", missing skips rollups by it");
        }
        return text.toString();
    }

    /** How the bytes have a field, where the format says so. */
    private static String written(EventSpec event, Field field) {
        if (field.derived() || TransportField.of(field.path()).isPresent()) {
            return "";
        }
        return event.envelope().inBytes(List.of(field)).stream()
                .map(event.format()::writtenAs)
                .collect(Collectors.joining());
    }
}
