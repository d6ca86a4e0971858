package tallyroll.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tallyroll.batch.ValidFrom;
import tallyroll.batch.ValidFrom.Since;
import tallyroll.cli.Column;
import tallyroll.cli.Table;
import tallyroll.measure.MeasureSpec;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.summary.RollupTable;
import tallyroll.time.Micros;

/** Measures that hold what the definition says from some time on only, by table. */
final class ValidFromTable {
    private ValidFromTable() {}

    /** Empty where all columns of all tables are valid throughout. */
    static Optional<Table> of(Pipeline pipeline, ValidFrom valid) {
        Table.Builder table = Table.of(
                Column.text("table"), Column.text("measures"), Column.text("valid from"), Column.text("before that"));
        int rows = 0;
        for (Rollup rollup : pipeline.rollups()) {
            for (RollupTable one : RollupTable.all(pipeline, rollup)) {
                for (Map.Entry<Since, List<String>> since : measures(one, valid).entrySet()) {
                    table.row(
                            one.name(),
                            String.join(", ", since.getValue()),
                            Micros.toInstant(Micros.wholeMillis(since.getKey().micros())),
                            before(pipeline, since.getKey()));
                    rows++;
                }
            }
        }
        return rows == 0 ? Optional.empty() : Optional.of(table.build());
    }

    private static Map<Since, List<String>> measures(RollupTable table, ValidFrom valid) {
        Map<Since, List<String>> measures = new LinkedHashMap<>();
        for (MeasureSpec measure : table.rollup().measures()) {
            valid.of(table.rollup().name(), table.every().toString(), measure.name())
                    .ifPresent(since -> measures.computeIfAbsent(since, none -> new ArrayList<>())
                            .add(measure.name()));
        }
        return measures;
    }

    private static String before(Pipeline pipeline, Since since) {
        if (pipeline.systemOfRecord().isEmpty()) {
            return "not filled: there is no record";
        }
        return since.filling() ? "being filled from the record" : "forgotten by the record: stays as it was";
    }
}
