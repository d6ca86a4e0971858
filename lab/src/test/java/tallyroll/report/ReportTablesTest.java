package tallyroll.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.cli.Format;
import tallyroll.cli.Table;

class ReportTablesTest {
    private static final List<Table> TABLES =
            new ArrayList<>(ReportTables.of(Synthetic.report(1)).values());

    @Test
    void of_wholeRun_hasALinePerStrategyAndPerTrial() {
        assertThat(TABLES).extracting(table -> table.rows().size()).containsExactly(9, 9, 90);
    }

    @Test
    void costs_asText_haveUnits() {
        assertThat(TABLES.get(0).text(Format.TABLE))
                .contains("speed (events/s)", "cassandra (µs/event)", "record (bytes/event)");
    }

    @Test
    void accuracy_ofWrongTotals_saysByHowMuch() {
        assertThat(TABLES.get(1).rows().get(0)).contains("n/a", "exact").anyMatch(cell -> cell.toString()
                .matches("over \\+\\d\\.\\d+%"));
    }

    @Test
    void trials_failed_haveTheErrorAsRemark() {
        assertThat(TABLES.get(2).text(Format.CSV))
                .contains("aggregates-wal,Cassandra restart,failed,,,,,,,,,,,Cannot connect")
                .doesNotContain("E-");
    }

    @Test
    void trials_withoutARecord_sayWhatStaysWrongForGood() {
        String csv = TABLES.get(2).text(Format.CSV);

        assertThat(csv.lines().findFirst().orElseThrow()).contains("off after settling,off after replay,off for good,");
        assertThat(forGood("counters", "driver killed")).isBetween(2.7, 3.4);
        assertThat(forGood("idempotent", "driver killed")).isZero();
        assertThat(forGood("idempotent-direct", "replayed")).isZero();
    }

    private static double forGood(String strategy, String fault) {
        return TABLES.get(2).rows().stream()
                .filter(row -> row.get(0).equals(strategy) && row.get(1).equals(fault))
                .mapToDouble(row -> ((Number) row.get(11)).doubleValue())
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"0,0,exact", "6100,0,over +3.05%", "3,0,over +<0.01%", "0,2400,lost -1.2%", "200000,0,over +100%"})
    void inBrief_state_isWordAndShare(long over, long lost, String brief) {
        long wrong = over + lost == 0 ? 0 : 1;
        State state = new State(10, wrong, 200_000, lost, over, lost);
        Trial trial = new Trial.Measured(
                FaultKind.DUPLICATES, 1, Map.of(Moment.AFTER_FAULT, state), new RecoveryTime.Never(), "");

        assertThat(ReportTables.inBrief(trial)).isEqualTo(brief);
    }
}
