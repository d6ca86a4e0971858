package tallyroll.sample;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import tallyroll.event.FieldType.Kind;
import tallyroll.time.Micros;

/** The part of a draft that says what an event is. */
final class DraftEvent {
    private static final int DEFAULT_BYTES = 1 << 20;
    private static final int LONGEST_BYTES = 16;

    private final Sample sample;
    private final Shape shape;
    private final Findings findings;
    private final Wishes wishes;
    private final long nowMicros;
    private final FieldGuess time;
    private final Optional<FieldGuess> id;
    private final Optional<FieldGuess> group;

    /** @throws SampleException where nothing says when an event happened */
    DraftEvent(Sample sample, Shape shape, Findings findings, Wishes wishes, long nowMicros) {
        this.sample = sample;
        this.shape = shape;
        this.findings = findings;
        this.wishes = wishes;
        this.nowMicros = nowMicros;
        time = findings.roles().time().orElseThrow(this::timeless);
        id = findings.roles().ids().stream().findFirst();
        group = findings.roles().groups().stream().findFirst();
    }

    /** What the rollup groups by; empty where nothing is fit for it. */
    Optional<FieldGuess> group() {
        return group;
    }

    /** @param recorded whether the strategy asks for identities */
    String yaml(boolean recorded) {
        StringBuilder text = new StringBuilder("event:\n");
        text.append("  format: ")
                .append(shape.csv().isPresent() ? "csv" : "json")
                .append('\n');
        shape.csv().ifPresent(csv -> csv(text, csv));
        if (recorded) {
            id(text);
        }
        time(text);
        int longest = sample.records().stream()
                .mapToInt(record -> record.length)
                .max()
                .orElseThrow();
        if (longest > DEFAULT_BYTES / 2) {
            text.append("  max_bytes: ").append(LONGEST_BYTES).append("MB\n");
        }
        text.append("  fields:\n");
        findings.fields().forEach(field -> DraftText.marked(text, "    " + declaration(field), note(field)));
        leftOut(text);
        return text.toString();
    }

    private void leftOut(StringBuilder text) {
        if (!findings.leftOut().isEmpty()) {
            text.append("    # left out:\n");
            findings.leftOut().forEach((path, why) -> text.append("    #   %s: %s%n".formatted(path, why)));
        }
    }

    private static void csv(StringBuilder text, CsvShape csv) {
        text.append("  csv:\n    columns: [")
                .append(csv.columns().stream().map(YamlText::value).collect(Collectors.joining(", ")))
                .append("]\n");
        if (csv.headerSkipped()) {
            text.append("    header: skip\n");
        }
        if (csv.delimiter() != ',') {
            text.append("    delimiter: ")
                    .append(csv.delimiter() == '\t' ? "\"\\\\t\"" : "\"" + csv.delimiter() + "\"")
                    .append('\n');
        }
    }

    private void id(StringBuilder text) {
        if (id.isPresent()) {
            boolean unique = id.get().profile().distinct() == findings.events();
            String seen = unique
                    ? "different in all %,d events".formatted(findings.events())
                    : "not different in every event";
            DraftText.marked(
                    text,
                    "  id: " + id.get().name(),
                    "<- " + seen + DraftText.others(findings.roles().ids()));
        } else {
            text.append(
                    "  # id: FIELD            <- nothing looks like an id, so an event that is sent twice counts twice\n");
        }
    }

    private void time(StringBuilder text) {
        TimeGuess seen = time.time().orElseThrow();
        List<String> keys = new ArrayList<>(List.of("field: " + time.name()));
        if (seen.first() < Micros.PER_DAY) {
            keys.add("not_before: \"" + date(seen.first() - Micros.PER_DAY) + "\"");
        }
        if (seen.last() > nowMicros + Micros.PER_DAY) {
            keys.add("not_after: now+%dd".formatted((seen.last() - nowMicros) / Micros.PER_DAY * 2 + 2));
        }
        String note = "<- when it happened" + DraftText.others(findings.roles().times());
        if (!time.always(findings.events())) {
            note += "; an event without it is a dead letter";
        }
        DraftText.marked(
                text, "  time: " + (keys.size() == 1 ? time.name() : "{" + String.join(", ", keys) + "}"), note);
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
                keys.add("pattern: " + YamlText.value(known.pattern()));
            }
            if (!known.namesZone() && !known.datesOnly()) {
                keys.add("zone: UTC");
            }
        });
        if (groups(field) && !field.always(findings.events())) {
            keys.add("missing: skip-rollup");
        }
        String type = field.type().toString();
        return field.name() + ": "
                + (keys.isEmpty() ? type : "{type: \"" + type + "\", " + String.join(", ", keys) + "}")
                        .replace("\"" + type + "\"", type.contains(",") ? "\"" + type + "\"" : type);
    }

    private String note(FieldGuess field) {
        String note = FieldNote.of(field, findings.events(), wishes.values());
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
        return remarks;
    }

    /** Every field, and what was left out, for people and programs. */
    List<Draft.Found> found() {
        List<Draft.Found> found = new ArrayList<>();
        findings.fields()
                .forEach(field -> found.add(new Draft.Found(
                        field.name(),
                        field.type().toString(),
                        String.join(".", field.profile().path()),
                        role(field),
                        note(field))));
        for (Map.Entry<String, String> left : findings.leftOut().entrySet()) {
            found.add(new Draft.Found("", "left out", left.getKey(), "", left.getValue()));
        }
        return found;
    }

    private String role(FieldGuess field) {
        if (Objects.equals(field, time)) {
            return "time";
        }
        return groups(field) ? "group" : id.filter(known -> known.equals(field)).isPresent() ? "id" : "";
    }

    private SampleException timeless() {
        String numbers = findings.fields().stream()
                .filter(field -> field.kind() == Kind.LONG)
                .map(FieldGuess::name)
                .findFirst()
                .map(name ->
                        " If \"" + name + "\" counts from 1970, rename nothing: declare it as a timestamp by hand.")
                .orElse("");
        return new SampleException("Cannot make a definition of " + sample.origin()
                + ": no field of its events is a time in a form that is known, and totals are kept by event time."
                + numbers);
    }

    private boolean groups(FieldGuess field) {
        return group.filter(known -> known.equals(field)).isPresent();
    }
}
