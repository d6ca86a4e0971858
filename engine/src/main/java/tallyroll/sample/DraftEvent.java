package tallyroll.sample;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import tallyroll.event.EventEnvelope;
import tallyroll.event.FieldType.Kind;
import tallyroll.sample.FieldPath.Origin;
import tallyroll.time.Micros;

/** The part of a draft that says what an event is. */
final class DraftEvent {
    private static final int DEFAULT_BYTES = 1 << 20;
    private static final int LONGEST_BYTES = 16;
    private static final int MOST_DIFFERENT = 3;

    private final Sample sample;
    private final Shape shape;
    private final Findings findings;
    private final Wishes wishes;
    private final long nowMicros;
    private final EventTime time;
    private final Optional<RowChanges> changes;
    private final Optional<FieldGuess> id;
    private final Optional<FieldGuess> group;

    /**
     * @param topic whether events are read from a topic
     * @throws SampleException where they are changes of rows, and nothing names a row
     */
    DraftEvent(Sample sample, Shape shape, Findings findings, Wishes wishes, long nowMicros, boolean topic) {
        this.sample = sample;
        this.shape = shape;
        this.findings = findings;
        this.wishes = wishes;
        this.nowMicros = nowMicros;
        time = findings.time();
        id = findings.roles().ids().stream().findFirst();
        group = findings.roles().groups().stream().findFirst();
        changes = shape.around().envelope().changesRows()
                ? Optional.of(RowChanges.of(sample, findings, topic))
                : Optional.empty();
    }

    /** What the rollup groups by; empty where nothing is fit for it. */
    Optional<FieldGuess> group() {
        return group;
    }

    boolean datesOnly() {
        return time.datesOnly();
    }

    /** @param recorded whether the strategy asks for identities */
    String yaml(boolean recorded) {
        StringBuilder text = new StringBuilder("event:\n");
        text.append(new DraftFormat(shape).yaml());
        if (recorded) {
            id(text);
        }
        time(text);
        if (sample.longest() > DEFAULT_BYTES / 2) {
            text.append("  max_bytes: ").append(LONGEST_BYTES).append("MB\n");
        }
        if (!findings.nulls().isEmpty()) {
            String words = findings.nulls().stream().map(YamlText::quoted).collect(Collectors.joining(", "));
            DraftText.marked(text, "  nulls: [" + words + "]", "<- texts that stand for no value");
        }
        text.append("  fields:\n");
        findings.fields().forEach(field -> DraftText.marked(text, "    " + declaration(field), note(field)));
        if (time.field().isEmpty()) {
            DraftText.marked(text, "    " + time.name() + ": " + time.declaration(), time.note());
        }
        changes.ifPresent(rows -> text.append(rows.fields()));
        shape.schema().ifPresent(schema -> text.append("    # <- fields of the schema, by their names or paths\n"));
        leftOut(text);
        changes.ifPresent(rows -> text.append(rows.keys()));
        return text.toString();
    }

    private void leftOut(StringBuilder text) {
        if (!findings.leftOut().isEmpty()) {
            text.append("    # left out:\n");
            findings.leftOut().forEach((path, why) -> text.append("    #   %s: %s%n".formatted(path, why)));
        }
    }

    private void id(StringBuilder text) {
        if (id.isPresent()) {
            DraftText.marked(
                    text,
                    "  id: " + id.get().name(),
                    "<- " + distinct(id.get())
                            + DraftText.others(findings.roles().ids()));
        } else if (changes.isPresent()) {
            text.append(changes.get().id());
        } else if (shape.around().envelope() == EventEnvelope.CLOUDEVENTS) {
            text.append("  # id: (source, id) of the envelope, as nothing else is written\n");
        } else {
            text.append(
                            "  # id: FIELD            <- nothing looks like an id, so an event that is sent twice counts twice")
                    .append(different())
                    .append('\n');
        }
    }

    /** How far a field tells events apart. */
    private String distinct(FieldGuess field) {
        if (changes.isPresent()) {
            return "the key of the row";
        }
        int named = findings.population().named(field.profile().path());
        String where = named == findings.population().events() ? "events" : "records";
        int distinct = field.profile().distinct();
        if (named == 1) {
            return "by its name alone: one event was seen";
        }
        if (distinct == named) {
            return "different in all %,d %s".formatted(named, where);
        }
        return distinct * 100L >= named * 97L
                ? "%,d different in %,d %s".formatted(distinct, named, where)
                : "not different in every event";
    }

    /** Fields that have another value in each event, and may be ids by another name. */
    private String different() {
        Population population = findings.population();
        List<String> names = findings.fields().stream()
                .filter(field -> field.kind() == Kind.STRING && population.events() > 1)
                .filter(field -> field.profile().path().origin() != Origin.ENVELOPE)
                .filter(field -> field.profile().distinct()
                        == population.named(field.profile().path()))
                .map(FieldGuess::name)
                .limit(MOST_DIFFERENT)
                .toList();
        return names.isEmpty() ? "" : "; never the same twice: " + String.join(", ", names);
    }

    private void time(StringBuilder text) {
        List<String> keys = new ArrayList<>(List.of("field: " + time.name()));
        time.field().flatMap(FieldGuess::time).ifPresent(seen -> {
            if (seen.first() < Micros.PER_DAY) {
                keys.add("not_before: \"" + date(seen.first() - Micros.PER_DAY) + "\"");
            }
            if (seen.last() > nowMicros + Micros.PER_DAY) {
                keys.add("not_after: now+%dd".formatted((seen.last() - nowMicros) / Micros.PER_DAY * 2 + 2));
            }
        });
        DraftText.marked(
                text, "  time: " + (keys.size() == 1 ? time.name() : "{" + String.join(", ", keys) + "}"), timeNote());
    }

    private String timeNote() {
        if (time.ofArrival()) {
            return "<- when it arrived: nothing in the events says when they happened";
        }
        if (time.field().isEmpty()) {
            return "<- when it happened: " + time.name() + " below";
        }
        String note = "<- when it happened" + DraftText.others(findings.roles().times());
        boolean always = time.field()
                .filter(field -> field.always(findings.population().events()))
                .isPresent();
        return always ? note : note + "; an event without it is a dead letter";
    }

    private static String date(long micros) {
        Instant day = Micros.toInstant(Math.max(micros, Micros.of(Instant.parse("0001-01-01T00:00:00Z"))));
        return day.toString().substring(0, "yyyy-MM-dd".length());
    }

    private String declaration(FieldGuess field) {
        List<String> keys = new ArrayList<>();
        if (!field.path().isEmpty()) {
            keys.add("path: " + YamlText.value(field.path()));
        }
        field.time().ifPresent(known -> {
            if (!known.pattern().isEmpty()) {
                keys.add("pattern: " + known.yaml());
            }
            if (!known.namesZone() && !known.datesOnly()) {
                keys.add("zone: UTC");
            }
        });
        keys.addAll(field.guess().spelling().keys());
        if (groups(field) && !field.always(findings.population().events())) {
            keys.add("missing: skip-rollup");
        }
        String type = field.type().toString();
        return field.name() + ": "
                + (keys.isEmpty() ? type : "{type: \"" + type + "\", " + String.join(", ", keys) + "}")
                        .replace("\"" + type + "\"", type.contains(",") ? "\"" + type + "\"" : type);
    }

    private String note(FieldGuess field) {
        String note = FieldNote.of(field, findings.population().events(), wishes.values());
        boolean local = field.time()
                .filter(known -> !known.namesZone() && !known.datesOnly())
                .isPresent();
        return local ? note + "; <- names no zone, read as UTC" : note;
    }

    /** Whole sentences about what is not as people would expect. */
    List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        int copies = sample.records().size() - sample.distinct().size();
        if (copies > 0) {
            remarks.add("Records that equal an earlier one byte for byte: %,d. They are counted once in what follows."
                    .formatted(copies));
        }
        if (shape.csv().filter(csv -> csv.header() && !csv.headerSkipped()).isPresent()) {
            remarks.add("The first line names the columns. Do not send it: it would be a dead letter.");
        }
        if (time.ofArrival() && shape.schema().isEmpty()) {
            remarks.add(
                    "No field says when an event happened, so totals are by when it arrived. If one does, declare it as a"
                            + " timestamp with its pattern.");
        }
        shape.schema()
                .ifPresent(schema -> remarks.add(
                        "The records begin with the five bytes of a schema registry (0, then the schema's id, here "
                                + schema
                                + "), so they are Avro, most likely, and their fields stand in that schema: name them below, and the"
                                + " registry. Of Protobuf, see docs/payloads.md."));
        return remarks;
    }

    /** Every field, and what was left out, for people and programs. */
    List<Draft.Found> found() {
        List<Draft.Found> found = new ArrayList<>();
        findings.fields()
                .forEach(field -> found.add(new Draft.Found(
                        field.name(),
                        field.type().toString(),
                        field.profile().path().text(),
                        role(field),
                        note(field))));
        if (time.field().isEmpty()) {
            found.add(new Draft.Found(
                    time.name(), "timestamp", "", "time", time.note().replaceFirst("^<- ", "")));
        }
        for (Map.Entry<String, String> left : findings.leftOut().entrySet()) {
            found.add(new Draft.Found("", "left out", left.getKey(), "", left.getValue()));
        }
        return found;
    }

    private String role(FieldGuess field) {
        if (time.field().filter(known -> Objects.equals(known, field)).isPresent()) {
            return "time";
        }
        return groups(field) ? "group" : id.filter(known -> known.equals(field)).isPresent() ? "id" : "";
    }

    private boolean groups(FieldGuess field) {
        return group.filter(known -> known.equals(field)).isPresent();
    }
}
