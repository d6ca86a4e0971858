package tallyroll.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tallyroll.batch.ValidFrom;
import tallyroll.batch.ValidFrom.Since;
import tallyroll.bucket.Granularity;
import tallyroll.measure.MeasureSpec;
import tallyroll.measure.Ratio;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.reading.Row;
import tallyroll.redefinition.DefinitionChange;
import tallyroll.store.Stores;
import tallyroll.time.Micros;

/**
 * What of an answer is not what the stored definition says, because it was redefined: rows of the definition before, and columns that
 * are not filled back to there.
 *
 * @param unstored whether no run has stored the definition yet that is asked by
 * @param rollup empty where all asked rows are of the stored definition, or a row does not tell
 * @param columns those measures and ratios that are valid only from some time after the first asked bucket on
 */
record Validity(String name, boolean recorded, boolean unstored, Optional<Since> rollup, Map<String, Since> columns) {
    static Validity of(Stores stores, Pipeline pipeline, Rollup rollup, Question question) {
        ValidFrom valid = stores.validFrom(pipeline);
        boolean recorded = pipeline.systemOfRecord().isPresent();
        Granularity asked = question.selection().length();
        List<String> read = (rollup.every().contains(asked) ? List.of(asked) : rollup.every())
                .stream().map(Granularity::toString).toList();
        Map<String, Since> columns = new LinkedHashMap<>();
        for (MeasureSpec measure : rollup.measures()) {
            read.stream()
                    .flatMap(every -> valid.of(rollup.name(), every, measure.name()).stream())
                    .filter(since -> question.from() < since.micros())
                    .max(Comparator.comparingLong(Since::micros))
                    .ifPresent(since -> columns.put(measure.name(), since));
        }
        for (Ratio ratio : rollup.ratios()) {
            List.of(ratio.dividend(), ratio.divisor()).stream()
                    .filter(columns::containsKey)
                    .map(columns::get)
                    .max(Comparator.comparingLong(Since::micros))
                    .ifPresent(since -> columns.put(ratio.name(), since));
        }
        Optional<Since> rows = valid.of(rollup.name()).filter(since -> recorded && question.from() < since.micros());
        boolean unstored = DefinitionChange.of(stores.definition(pipeline.name()), pipeline)
                .redefined()
                .containsKey(rollup.name());
        return new Validity(rollup.name(), recorded, unstored, rows, columns);
    }

    /** Whether rows have to be told apart. */
    boolean mixed() {
        return rollup.isPresent();
    }

    /** Whether columns have to be told apart. */
    boolean partial() {
        return !columns.isEmpty();
    }

    /** The columns of a row that do not hold what the definition says. */
    String notValid(Row row) {
        List<String> names = new ArrayList<>();
        columns.forEach((name, since) -> {
            if (!since.holds(Micros.of(row.start()), row.batch())) {
                names.add(name);
            }
        });
        return String.join(", ", names);
    }

    /** For people, a line each. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (unstored) {
            notes.add("No run has stored this definition yet: rows of \"" + name + "\" are of the one before.");
        }
        rollup.ifPresent(since -> notes.add("\"" + name + "\" "
                + (since.filling() ? "is being migrated" : "was migrated")
                + " from one definition to the next: it is valid from " + time(since)
                + (since.filling() ? "" : ", for the record has forgotten what was before")
                + "; \"before\" marks rows of the definition before, and rows that it did not have may be missing."));
        Map<Since, List<String>> columnsSince = new LinkedHashMap<>();
        columns.forEach((column, since) ->
                columnsSince.computeIfAbsent(since, none -> new ArrayList<>()).add("\"" + column + "\""));
        columnsSince.forEach((since, names) -> notes.add(String.join(", ", names) + " of \"" + name + "\": valid from "
                + time(since) + why(since) + "; \"not_valid\" names what a row does not hold yet, or never will."));
        return notes;
    }

    private String why(Since since) {
        if (!recorded) {
            return ", for there is no record to fill it from";
        }
        return since.filling()
                ? ", and further back as it is filled"
                : ", for the record has forgotten what was before";
    }

    private static String time(Since since) {
        return Micros.toInstant(Micros.wholeMillis(since.micros())).toString();
    }
}
