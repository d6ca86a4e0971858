package tallyroll.dryrun;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import tallyroll.cli.Column;
import tallyroll.cli.Table;
import tallyroll.event.EventSchema;
import tallyroll.flow.DryRun.Row;
import tallyroll.query.Answers;

/** The rows of a summary table, as {@code query} shows them. */
final class Totals {
    private Totals() {}

    /** @param rows at least one */
    static Table table(List<Row> rows, EventSchema schema) {
        Row first = rows.get(0);
        Answers answers = new Answers(first.table().rollup(), first.shape(), schema);
        List<Column> columns = new ArrayList<>();
        first.table().rollup().by().forEach(name -> columns.add(Column.text(name)));
        columns.add(Column.text("bucket"));
        columns.addAll(answers.columns());
        Table.Builder table = Table.of(columns.toArray(Column[]::new));
        for (Row row : rows) {
            List<Object> values = new ArrayList<>(row.group());
            values.add(Findings.time(row.bucket()));
            values.addAll(answers.values(row.values()));
            table.row(values);
        }
        return table.build();
    }

    /** The table without some of its columns. */
    static Table without(Table table, String... names) {
        Set<String> left = Set.of(names);
        int[] kept = IntStream.range(0, table.columns().size())
                .filter(at -> !left.contains(table.columns().get(at).name()))
                .toArray();
        Table.Builder rest =
                Table.of(IntStream.of(kept).mapToObj(table.columns()::get).toArray(Column[]::new));
        table.rows().forEach(row -> {
            List<Object> values = new ArrayList<>();
            IntStream.of(kept).forEach(at -> values.add(row.get(at)));
            rest.row(values);
        });
        return rest.build();
    }
}
