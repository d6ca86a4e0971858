package tallyroll.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tallyroll.cli.Column;
import tallyroll.cli.Table;

/**
 * A report as tables under their titles, for {@link tallyroll.cli.Console#print(tallyroll.cli.Format, Map)}: what each strategy
 * costs, what each fault does to its totals in a word or two, and every trial in figures.
 */
public final class ReportTables {
    private static final MathContext DIGITS = new MathContext(3);
    private static final double MIN_PERCENT = 0.01;

    private ReportTables() {}

    public static Map<String, Table> of(LabReport report) {
        Map<String, Table> tables = new LinkedHashMap<>();
        tables.put("Undisturbed, %s events".formatted(measuredEvents(report)), Costs.table(report.strategies()));
        tables.put("Totals after each fault", accuracy(report.strategies()));
        tables.put("Trials", trials(report.strategies()));
        return tables;
    }

    private static String measuredEvents(LabReport report) {
        return report.runs().stream()
                .map(run -> "%,d".formatted(run.measuredEvents()))
                .distinct()
                .collect(Collectors.joining(" or "));
    }

    private static Table accuracy(List<StrategyReport> strategies) {
        List<Column> columns = new ArrayList<>();
        columns.add(Column.text("strategy"));
        for (FaultKind fault : FaultKind.values()) {
            columns.add(Column.text(fault.word()));
        }
        Table.Builder table = Table.of(columns.toArray(Column[]::new));
        for (StrategyReport strategy : strategies) {
            List<Object> row = new ArrayList<>();
            row.add(strategy.strategy().label());
            for (FaultKind fault : FaultKind.values()) {
                row.add(strategy.of(fault).map(ReportTables::inBrief).orElse(null));
            }
            table.row(row);
        }
        return table.build();
    }

    /** The verdict, and by how much where totals stay wrong: {@code over +3.05%}. */
    static String inBrief(Trial trial) {
        String verdict = Verdict.of(trial).title();
        double left = trial instanceof Trial.Measured measured ? Verdict.percentLeft(measured) : 0;
        if (left == 0) {
            return verdict;
        }
        String share =
                Math.abs(left) < MIN_PERCENT ? "<0.01" : short3(Math.abs(left)).toPlainString();
        return verdict + (left > 0 ? " +" : " -") + share + "%";
    }

    private static Table trials(List<StrategyReport> strategies) {
        Table.Builder table = Table.of(
                Column.text("strategy"),
                Column.text("fault"),
                Column.text("verdict"),
                Column.number("sent", "events"),
                Column.number("groups wrong"),
                Column.number("lost", "events"),
                Column.number("over", "events"),
                Column.number("under", "events"),
                Column.number("off after fault", "%"),
                Column.number("off after settling", "%"),
                Column.number("off after replay", "%"),
                Column.number("off for good", "%"),
                Column.text("right after (s)"),
                Column.text("remark"));
        for (StrategyReport strategy : strategies) {
            for (Trial trial : strategy.trials()) {
                List<Object> row = new ArrayList<>();
                row.add(strategy.strategy().label());
                row.add(trial.fault().title());
                row.add(Verdict.of(trial).title());
                row.addAll(figures(trial));
                table.row(row);
            }
        }
        return table.build();
    }

    private static List<Object> figures(Trial trial) {
        List<Object> row = new ArrayList<>();
        if (trial instanceof Trial.Measured measured) {
            State judged = Verdict.judged(measured);
            row.add(measured.eventsSent());
            row.addAll(List.of(judged.wrong(), judged.lost(), judged.over(), judged.under()));
            for (Moment moment : Moment.values()) {
                State state = measured.states().get(moment);
                row.add(state == null ? null : short3(state.percentOff()));
            }
            row.add(short3(Verdict.remaining(measured).map(State::percentOff).orElse(0.0)));
            row.add(inWords(measured.recovery()));
            row.add(measured.note());
            return row;
        }
        for (int figure = 0; figure < 10; figure++) {
            row.add(null);
        }
        row.add(
                trial instanceof Trial.Failed failed
                        ? failed.error()
                        : ((Trial.NotApplicable) trial).missing().reason());
        return row;
    }

    private static String inWords(RecoveryTime time) {
        if (time instanceof RecoveryTime.After after) {
            return String.format(Locale.ROOT, "%.1f", after.seconds());
        }
        return time instanceof RecoveryTime.NotApplicable none ? none.reason() : "never";
    }

    /** Three significant digits, without an exponent. */
    static BigDecimal short3(double value) {
        BigDecimal digits = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
        return digits.scale() < 0 ? digits.setScale(0) : digits;
    }
}
