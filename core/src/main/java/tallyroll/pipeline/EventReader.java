package tallyroll.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tallyroll.decode.JsonSteps;
import tallyroll.event.EventEnvelope;
import tallyroll.event.EventFormat;
import tallyroll.event.EventSchema;
import tallyroll.event.EventSpec;
import tallyroll.event.EventSpec.Csv;
import tallyroll.event.EventSpec.Csv.Header;
import tallyroll.event.EventSpec.Duplicates;
import tallyroll.event.Field;
import tallyroll.event.FieldType;
import tallyroll.event.FieldType.Kind;
import tallyroll.event.Notation;
import tallyroll.event.Payload;
import tallyroll.event.PlausibleTime;
import tallyroll.event.PlausibleTime.Bound;
import tallyroll.event.TransportField;
import tallyroll.pipeline.Value.Scalar;
import tallyroll.pipeline.Value.Section;

/** Reads {@code event}: which fields there are, and which of them say who and when. */
final class EventReader {
    private final Section event;
    private final DefinitionErrors faults;
    private final FieldReader fieldReader;
    private final Map<String, Field> fields = new LinkedHashMap<>();

    /** @param groupFields the fields that rollups group by, each with the name of one that does */
    EventReader(Section event, Map<String, String> groupFields, DefinitionErrors faults) {
        this.event = event;
        this.faults = faults;
        Map<String, String> needed = new LinkedHashMap<>();
        event.scalars("id").forEach(id -> needed.put(id.text(), "the id"));
        timeField().ifPresent(time -> needed.put(time.text(), "the event time"));
        revision().ifPresent(revision -> needed.put(revision.text(), "the revision"));
        fieldReader =
                new FieldReader(needed, groupFields, new NotationReader(faults).read(event, Notation.PLAIN), faults);
    }

    /** The event, or empty after a fault. */
    Optional<EventSpec> read(FormatReader formatReader) {
        event.section("fields").ifPresent(this::readFields);
        List<String> ids = id();
        time();
        revision().ifPresent(this::revision);
        EnvelopeReader around = new EnvelopeReader(event, faults);
        EventEnvelope envelope = around.read();
        around.delete(fields, names());
        checkExpressions();
        if ("json".equals(event.text("format"))) {
            jsonPaths(envelope);
        }
        Csv csv = csv();
        Optional<EventFormat> format = formatReader.read(event, faults);
        if (format.orElse(null) instanceof CheckedFormat checked) {
            FormatReader.check(checked, envelope.inBytes(fields.values()), fieldReader, faults);
        }
        Payload payload = new PayloadReader(event, faults).read(fields.values(), this::fieldPlace);
        int maxBytes = maxBytes();
        if (!faults.none()) {
            return Optional.empty();
        }
        return Optional.of(new EventSpec(
                format.orElseThrow(),
                csv,
                schema(),
                ids,
                timeField().map(Scalar::text).orElseThrow(),
                revision().isPresent() ? Duplicates.LAST : Duplicates.FIRST,
                revision().map(Scalar::text).orElse(""),
                maxBytes,
                new EventSpec.Framing(
                        new TransportReader(event, faults).explode(), envelope, payload, event.text("delete"))));
    }

    /** Where it is said from where a field is read. */
    Place pathOf(String field) {
        return fieldReader.pathOf(field);
    }

    /** The fields that could be read, whether or not there are faults. */
    EventSchema schema() {
        return new EventSchema(List.copyOf(fields.values()));
    }

    /** The names that may be used, with those whose declaration is faulty. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>(fields.keySet());
        event.section("fields").ifPresent(section -> names.addAll(section.stated()));
        return names;
    }

    private void readFields(Section declared) {
        Map<String, String> firstByLowerCase = new LinkedHashMap<>();
        for (String name : declared.stated()) {
            String first = firstByLowerCase.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
            if (first != null) {
                faults.add(
                        declared.placeOf(name),
                        "differs from the field \"" + first + "\" by case only, which SQL does not tell apart",
                        "rename one and give its path");
            }
        }
        declared.entries()
                .forEach((name, value) -> fieldReader.read(name, value).ifPresent(field -> fields.put(name, field)));
    }

    private void jsonPaths(EventEnvelope envelope) {
        for (Field field : envelope.inBytes(fields.values())) {
            if (!field.derived() && TransportField.of(field.path()).isEmpty()) {
                JsonSteps.fault(field.path())
                        .ifPresent(rule -> faults.add(
                                fieldReader.pathOf(field.name()),
                                "the JSON path \"" + field.path() + "\" " + rule,
                                ""));
            }
        }
    }

    private void checkExpressions() {
        Optional<ExpressionChecker> checker = ExpressionChecker.onClassPath();
        if (checker.isEmpty() || !fields.keySet().containsAll(names())) {
            return;
        }
        List<Field> usable = new ArrayList<>(
                fields.values().stream().filter(field -> !field.derived()).toList());
        fields.values().stream().filter(Field::derived).forEach(field -> {
            checker.get()
                    .fault(new EventSchema(usable), field.expression(), Optional.of(field.type()))
                    .ifPresent(rule -> faults.add(fieldReader.expression(field.name()), rule, ""));
            usable.add(field);
        });
    }

    /** The names of the id's fields; of those that only the envelope names, too. */
    private List<String> id() {
        Set<String> seen = new LinkedHashSet<>();
        for (Scalar id : event.scalars("id")) {
            if (!seen.add(id.text())) {
                faults.add(id, "appears twice in the list", "keep one of them");
            }
            Field field = fields.get(id.text());
            if (field != null && field.derived()) {
                faults.add(id, "is derived by an expression; an id must be read from the event itself", "");
            }
            if (!names().contains(id.text())) {
                fields.put(id.text(), fieldReader.implied(id.text(), FieldType.STRING, "", "UTC"));
            }
        }
        return event.states("id") || !EnvelopeReader.namesEvents(event)
                ? List.copyOf(seen)
                : EnvelopeReader.ids(fields);
    }

    private void time() {
        Optional<Scalar> name = timeField();
        Optional<Section> keys = event.section("time");
        List<Scalar> writtenPatterns =
                keys.map(section -> section.scalars("pattern")).orElse(List.of());
        Optional<Scalar> writtenZone = keys.flatMap(section -> section.scalar("zone"));
        String pattern = Scalars.pattern(writtenPatterns, faults);
        String zone = writtenZone
                .flatMap(value -> Scalars.zone(value, faults).map(known -> value.text()))
                .orElse("UTC");
        name.ifPresent(time -> {
            Field declared = fields.get(time.text());
            if (declared == null && !names().contains(time.text())) {
                fields.put(time.text(), fieldReader.implied(time.text(), FieldType.TIMESTAMP, pattern, zone));
            } else if (declared != null) {
                declaredTime(time, declared, !writtenPatterns.isEmpty() || writtenZone.isPresent());
            }
        });
    }

    /** Between which times events may have happened; the default where a bound is at fault. */
    PlausibleTime plausibleTime() {
        Optional<Scalar> before = timeBound("not_before");
        Optional<Scalar> after = timeBound("not_after");
        Bound first = before.flatMap(value -> Bound.parse(value.text())).orElse(PlausibleTime.DEFAULT.notBefore());
        Bound last = after.flatMap(value -> Bound.parse(value.text())).orElse(PlausibleTime.DEFAULT.notAfter());
        if (first.fromNow() == last.fromNow() && first.micros() >= last.micros()) {
            faults.add(
                    before.or(() -> after).orElseThrow(),
                    "no event could be taken: not_before is not earlier than not_after",
                    "");
        }
        return new PlausibleTime(first, last);
    }

    private Optional<Scalar> timeBound(String key) {
        Optional<Scalar> bound = event.section("time").flatMap(keys -> keys.scalar(key));
        bound.filter(value -> Bound.parse(value.text()).isEmpty())
                .ifPresent(value -> faults.add(
                        value, "there is no such date or time", "such as 1900-01-01, 2024-05-01T10:00:00Z or now+1d"));
        return bound;
    }

    private void declaredTime(Scalar time, Field declared, boolean statedTwice) {
        if (declared.type().kind() != Kind.TIMESTAMP) {
            faults.add(
                    time,
                    "the event time must be a timestamp; \"" + declared.name() + "\" is declared as " + declared.type(),
                    "declare it as timestamp, or not at all");
        } else if (statedTwice && declared.derived()) {
            faults.add(
                    time,
                    "is derived by an expression, which says how it is read; pattern and zone have no meaning then",
                    "remove them");
        } else if (statedTwice) {
            faults.add(
                    time,
                    "its pattern and zone are given here, and the field is declared in event.fields too",
                    "remove the declaration, or move pattern and zone there");
        }
    }

    private void revision(Scalar revision) {
        Field field = fields.get(revision.text());
        if (field == null && !names().contains(revision.text())) {
            faults.add(revision, "there is no such field", Words.suggestion(revision.text(), names(), "Fields"));
        } else if (field != null) {
            Kind kind = field.type().kind();
            if (kind != Kind.INT && kind != Kind.LONG && kind != Kind.TIMESTAMP) {
                faults.add(revision, "a revision must be int, long or timestamp; it is " + field.type(), "");
            } else if (field.derived()) {
                faults.add(revision, "is derived by an expression; a revision must be read from the event itself", "");
            }
        }
    }

    private Csv csv() {
        boolean wanted = "csv".equals(event.text("format"));
        if (!wanted && event.states("csv") && !event.text("format").isEmpty()) {
            faults.add(
                    event.placeOf("csv"),
                    "has no meaning for format " + event.text("format"),
                    "remove it, or write format: csv");
        } else if (wanted && !event.states("csv")) {
            faults.add(
                    event.place(),
                    "format csv needs the key \"csv\" with its columns",
                    "csv: {columns: [id, date, delay]}");
        }
        Optional<Section> keys = event.section("csv");
        if (!wanted || keys.isEmpty()) {
            return Csv.NONE;
        }
        List<String> columns = new ArrayList<>();
        for (Scalar column : keys.get().scalars("columns")) {
            if (columns.contains(column.text())) {
                faults.add(column, "appears twice in the list", "each column needs its own name");
            }
            columns.add(column.text());
        }
        if (!columns.isEmpty()) {
            columnsOf(columns);
        }
        String delimiter = keys.get().text("delimiter");
        String header = keys.get().text("header");
        return new Csv(
                columns,
                "\\t".equals(delimiter) ? '\t' : delimiter.isEmpty() ? ',' : delimiter.charAt(0),
                header.isEmpty() ? Header.NONE : Header.valueOf(header.toUpperCase(Locale.ROOT)),
                "text".equals(keys.get().text("empty")));
    }

    private void columnsOf(List<String> columns) {
        for (Field field : fields.values()) {
            boolean inLine = !field.derived() && TransportField.of(field.path()).isEmpty();
            if (inLine && !columns.contains(field.path())) {
                faults.add(
                        fieldPlace(field.name()),
                        "the field \"" + field.name() + "\" is read from the column \"" + field.path()
                                + "\", which event.csv.columns does not name",
                        Words.suggestion(field.path(), columns, "Columns"));
            }
        }
    }

    /** Where a field is declared, or else the section. */
    private Place fieldPlace(String name) {
        return fieldReader.place(name).orElse(event.place());
    }

    private int maxBytes() {
        return (int) Scalars.size(event.scalar("max_bytes"), 1024, 16 * 1024 * 1024, "1KB to 16MB", faults);
    }

    private Optional<Scalar> timeField() {
        return event.scalar("time").or(() -> event.section("time").flatMap(keys -> keys.scalar("field")));
    }

    private Optional<Scalar> revision() {
        return event.section("duplicates").flatMap(keys -> keys.scalar("last"));
    }
}
