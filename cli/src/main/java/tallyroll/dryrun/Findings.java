package tallyroll.dryrun;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tallyroll.bytes.Slice;
import tallyroll.cli.Column;
import tallyroll.cli.Table;
import tallyroll.event.EventSchema;
import tallyroll.event.EventSpec.Duplicates;
import tallyroll.event.Field;
import tallyroll.flow.DryRun;
import tallyroll.flow.DryRun.Fate;
import tallyroll.flow.DryRun.Outcome;
import tallyroll.flow.DryRun.Place;
import tallyroll.flow.DryRun.Row;
import tallyroll.pipeline.Pipeline;
import tallyroll.time.Micros;

/** What was found in events, as tables: of the first of them each field, bucket and group, of all the totals and counts. */
final class Findings {
    private final DryRun run;
    private final EventSchema schema;
    private final int max;
    private final boolean keepsLast;
    private final Table.Builder events;
    private final Table.Builder groups;
    private final Table.Builder rejects;
    private final Map<String, Long> codes = new TreeMap<>();
    private final Map<String, Table> totals = new LinkedHashMap<>();
    private final List<Field> unmatched = new ArrayList<>();
    private final Map<Fate, Long> fates = new EnumMap<>(Fate.class);
    private long records;
    private long read;
    private long decoded;

    Findings(Pipeline pipeline, DryRun run, int max) {
        this.run = run;
        this.max = max;
        schema = pipeline.event().schema();
        keepsLast = pipeline.event().duplicates() == Duplicates.LAST;
        List<Column> columns = new ArrayList<>(List.of(Column.number("#")));
        schema.fields().forEach(field -> columns.add(new Column(field.name(), "", number(field))));
        events = Table.of(columns.toArray(Column[]::new));
        groups = Table.of(
                Column.number("#"),
                Column.text("rollup"),
                Column.text("bucket"),
                Column.text("group"),
                Column.text("counts"));
        rejects = Table.of(Column.number("#"), Column.text("where"), Column.text("code"), Column.text("reason"));
    }

    void take(Slice value, String where) {
        run.take(value, records++, outcome -> {
            read += outcome.fate() == Fate.IGNORED ? 0 : 1;
            fates.merge(outcome.fate(), 1L, Long::sum);
            switch (outcome.fate()) {
                case REJECTED -> reject(outcome, where);
                case IGNORED -> {
                    // neither event nor mistake
                }
                default -> {
                    if (++decoded <= max) {
                        show(outcome.fate());
                    }
                }
            }
        });
    }

    private void reject(Outcome outcome, String where) {
        codes.merge(outcome.why().code(), 1L, Long::sum);
        if (rejected() <= max) {
            rejects.row(read, where, outcome.why().code(), outcome.why().reason());
        }
    }

    private void show(Fate fate) {
        List<Object> row = new ArrayList<>(List.of(read));
        IntStream.range(0, schema.size()).mapToObj(run::value).forEach(row::add);
        events.row(row);
        for (Place place : run.places()) {
            groups.row(
                    read,
                    place.rollup().name(),
                    time(place.bucket()),
                    place.group()
                            .map(values -> group(place.rollup().by(), values))
                            .orElse(null),
                    counts(place, fate));
        }
    }

    private String counts(Place place, Fate fate) {
        if (fate == Fate.DELETION) {
            return "no: deletion";
        }
        if (place.group().isEmpty()) {
            return "no: a field of the group is missing";
        }
        if (!place.counts()) {
            return "no: where";
        }
        if (fate == Fate.COUNTED) {
            return "yes";
        }
        return keepsLast ? "if its revision is the highest" : "no: duplicate";
    }

    /** After the last event. */
    void finish() {
        Map<String, List<Row>> byTable = run.rows().stream()
                .collect(Collectors.groupingBy(row -> row.table().name(), LinkedHashMap::new, Collectors.toList()));
        byTable.forEach((name, rows) -> totals.put(name, Totals.table(rows, schema)));
        run.unmatched().forEach(name -> unmatched.add(schema.field(schema.slot(name))));
    }

    long rejected() {
        return count(Fate.REJECTED);
    }

    private long count(Fate fate) {
        return fates.getOrDefault(fate, 0L);
    }

    /** {@code read 3: 2 counted, 0 duplicates, 1 rejected}. */
    String summary() {
        return "read " + read + ": " + count(Fate.COUNTED) + " counted, " + count(Fate.DUPLICATE) + " duplicates, "
                + rejected() + " rejected";
    }

    Map<String, Table> tables() {
        Map<String, Table> tables = new LinkedHashMap<>();
        tables.put("events", events.build());
        tables.put("groups", groups.build());
        if (rejected() > 0) {
            tables.put("rejects", rejects.build());
        }
        tables.putAll(totals);
        if (!unmatched.isEmpty()) {
            tables.put("unmatched", unmatchedFields());
        }
        tables.put("counts", counts());
        return tables;
    }

    /** What stays the same from run to run and release to release. */
    Golden golden() {
        Map<String, Table> tables = new LinkedHashMap<>(tables());
        tables.computeIfPresent("rejects", (name, table) -> Totals.without(table, "where", "reason"));
        return Golden.of(tables);
    }

    /** What to look at. */
    List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        if (decoded > max || rejected() > max) {
            remarks.add("Shown are the first " + max
                    + " events and rejects; --max shows more. Totals and counts are of all.");
        }
        if (!unmatched.isEmpty() && read > 0) {
            remarks.add("Nothing was found in any event for: "
                    + unmatched.stream().map(Field::name).collect(Collectors.joining(", "))
                    + ". Check their paths, in \"unmatched\".");
        }
        return remarks;
    }

    private Table unmatchedFields() {
        Table.Builder table = Table.of(Column.text("field"), Column.text("path"));
        unmatched.forEach(field -> table.row(field.name(), field.path()));
        return table.build();
    }

    private Table counts() {
        Table.Builder table = Table.of(Column.text("what"), Column.number("events"))
                .row("read", read)
                .row("counted", count(Fate.COUNTED))
                .row("duplicates", count(Fate.DUPLICATE))
                .row("rejected", rejected());
        optional(table, Fate.DELETION, "deletions");
        optional(table, Fate.IGNORED, "ignored, not among those read");
        codes.forEach((code, events) -> table.row("rejected: " + code, events));
        return table.build();
    }

    private void optional(Table.Builder table, Fate fate, String what) {
        if (count(fate) > 0) {
            table.row(what, count(fate));
        }
    }

    static Instant time(OptionalLong micros) {
        return micros.isPresent() ? Micros.toInstant(micros.getAsLong()) : null;
    }

    private static String group(List<String> names, List<Object> values) {
        return IntStream.range(0, names.size())
                .mapToObj(i -> names.get(i) + "=" + values.get(i))
                .collect(Collectors.joining(", "));
    }

    private static boolean number(Field field) {
        return switch (field.type().kind()) {
            case INT, LONG, DOUBLE, DECIMAL -> true;
            default -> false;
        };
    }
}
