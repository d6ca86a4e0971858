package tallyroll.report;

import static tallyroll.report.ReportTables.short3;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tallyroll.cli.Column;
import tallyroll.cli.Table;
import tallyroll.pipeline.IngestionModes;

/** What each strategy needs undisturbed: speed, CPU and disk. */
final class Costs {
    private static final List<Column> COLUMNS = List.of(
            Column.text("strategy"),
            Column.number("speed", "events/s"),
            Column.number("driver", "µs/event"),
            Column.number("kafka", "µs/event"),
            Column.number("cassandra", "µs/event"),
            Column.number("cpu", "µs/event"),
            Column.number("summaries", "bytes/event"),
            Column.number("record", "bytes/event"),
            Column.number("log", "bytes/event"),
            Column.text("totals"));

    private Costs() {}

    static Table table(List<StrategyReport> strategies) {
        Table.Builder table = Table.of(COLUMNS.toArray(Column[]::new));
        strategies.forEach(strategy -> table.row(row(strategy)));
        return table.build();
    }

    private static List<Object> row(StrategyReport strategy) {
        List<Object> row = new ArrayList<>();
        row.add(strategy.strategy().label());
        if (strategy.undisturbed() instanceof Undisturbed.Measured measured) {
            Undisturbed.CpuMicros cpu = measured.cpu();
            Undisturbed.StoredBytes bytes = measured.bytes();
            row.add(Math.round(measured.eventsPerSecond()));
            row.addAll(
                    List.of(short3(cpu.driver()), short3(cpu.kafka()), short3(cpu.cassandra()), short3(cpu.total())));
            row.add(short3(bytes.summary()));
            row.add(strategy.strategy().summaryMode().recorded() ? short3(bytes.record()) : null);
            row.add(strategy.strategy().ingestionMode().equals(IngestionModes.WAL) ? short3(bytes.log()) : null);
            row.add(
                    measured.state().exact()
                            ? "exact"
                            : short3(measured.state().percentOff()).toPlainString() + "% off");
        } else {
            row.addAll(Collections.nCopies(COLUMNS.size() - 2, null));
            row.add(
                    strategy.undisturbed() instanceof Undisturbed.Failed failed
                            ? "failed: " + failed.error()
                            : "not run");
        }
        return row;
    }
}
