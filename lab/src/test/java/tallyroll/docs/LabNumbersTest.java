package tallyroll.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import tallyroll.cli.Table;
import tallyroll.report.FaultKind;
import tallyroll.report.LabReport;
import tallyroll.report.ReportJson;
import tallyroll.report.ReportTables;
import tallyroll.report.StrategyReport;
import tallyroll.report.Undisturbed;

/** What {@code choosing.md} says of the strategies is what the committed run of the lab found. */
class LabNumbersTest {
    private static final Page CHOOSING = Page.read(Page.HOME.resolve("docs/choosing.md"));
    private static final LabReport REPORT = ReportJson.read(Page.HOME.resolve("docs/lab/report.json"));

    @Test
    void costs_onThePage_areThoseOfTheRun() {
        List<List<String>> measured = new ArrayList<>();
        for (StrategyReport one : REPORT.strategies()) {
            Undisturbed.Measured found = (Undisturbed.Measured) one.undisturbed();
            Undisturbed.CpuMicros cpu = found.cpu();
            measured.add(List.of(
                    "`" + one.strategy().label() + "`",
                    "%,.0f".formatted(found.eventsPerSecond()),
                    tenths(cpu.total()),
                    tenths(cpu.driver()),
                    tenths(cpu.kafka()),
                    tenths(cpu.cassandra())));
        }

        assertThat(CHOOSING.rows(
                        "strategy", "events/s", "CPU, all processes (µs/event)", "driver", "Kafka", "Cassandra"))
                .isEqualTo(measured);
    }

    @Test
    void bytes_onThePage_areThoseOfTheRun() {
        List<List<String>> measured = new ArrayList<>();
        for (StrategyReport one : REPORT.strategies()) {
            Undisturbed.StoredBytes bytes = ((Undisturbed.Measured) one.undisturbed()).bytes();
            measured.add(List.of(
                    "`" + one.strategy().label() + "`",
                    tenths(bytes.summary()),
                    tenths(bytes.record()),
                    tenths(bytes.log()),
                    tenths(bytes.summary() + bytes.record() + bytes.log())));
        }

        assertThat(CHOOSING.rows("strategy", "summaries (bytes/event)", "record", "write-ahead log", "all"))
                .isEqualTo(measured);
    }

    @Test
    void faults_onThePage_endedAsInTheRun() {
        List<String> head = new ArrayList<>(List.of("strategy"));
        for (FaultKind fault : FaultKind.values()) {
            head.add(fault.title());
        }
        Table found = ReportTables.of(REPORT).get("Totals after each fault");

        List<List<String>> rows = CHOOSING.rows(head.toArray(String[]::new));

        assertThat(rows).hasSize(9);
        for (int i = 0; i < rows.size(); i++) {
            List<String> expected = new ArrayList<>();
            for (Object cell : found.rows().get(i)) {
                expected.add(asOnThePage(cell.toString()));
            }
            expected.set(0, "`" + found.rows().get(i).get(0) + "`");
            assertThat(rows.get(i)).isEqualTo(expected);
        }
    }

    /** {@code lost -37.4%} is shown as {@code −37.4 %}. */
    private static String asOnThePage(String verdict) {
        return verdict.replaceFirst("^settled$", "once settled")
                .replaceFirst("^(over|lost|under) ", "")
                .replace('-', '−')
                .replace("%", " %");
    }

    private static String tenths(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
