package tallyroll.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.cli.ExitCode;
import tallyroll.faultinjection.FaultSpec;
import tallyroll.publish.Disorder;

/** A definition that changes is refused, or its rows are made again from the record, whatever its driver dies of. */
class MigrationIT {
    private static final String ROUTES = "  routes:\n";
    private static final String ARRIVALS =
            "  arrivals:\n    by: [destination]\n    every: [1h, 1d]\n    measures:\n      flights: count\n";
    private static final String MEASURES = "      delay: sum(delay)\n      worst: max(delay)\n";

    @TempDir
    Path directory;

    @Test
    void definition_withARollupAMeasureAndAnotherZone_isMigratedThoughItsDriverIsKilled() {
        RecordedTopic topic = RecordedTopic.blank();
        topic.publish(0, 2_000, Disorder.none(19, RecordedTopic.PARTITIONS));
        Scenario before = Scenario.of(directory, topic);
        before.run();
        Map<String, Map<String, Object>> old = before.rows();
        Scenario after = before.changed("zone: America/New_York", "zone: Europe/Berlin")
                .changed(MEASURES, MEASURES + "      mean: avg(delay)\n")
                .changed(ROUTES, ARRIVALS + ROUTES);
        long last = before.state().committed();

        after.killAt(FaultSpec.holdInApply(40).inBatch(last + 1));
        after.killAt(FaultSpec.holdInApply(40).inBatch(last + 2));
        Map<String, Map<String, Object>> halfway = after.rows();
        Scenario.Answer status = after.tallyroll("status");
        Scenario.Answer query = after.tallyroll(
                "query", "by_origin", "origin=APA", "--from", "2001-03-01", "--to", "2001-04-01", "--format", "json");
        Scenario.Ran ran = after.run();

        assertThat(status.out()).contains("migration of \"arrivals\": ", "migration of \"by_origin\": ", "valid from ");
        assertThat(query.out()).contains("\"definition\"");
        assertThat(query.err())
                .contains("\"by_origin\" is being migrated from one definition to the next: it is valid from ");
        assertThat(ran.logLines())
                .as("%s and %s", ran.logLines(), ran.batches())
                .contains("running batch " + (last + 2)
                        + " again: it was claimed and not committed when its driver ended");
        after.mustBeRight();
        Map<String, Map<String, Object>> now = after.rows();
        assertThat(halfway).allSatisfy((key, row) -> assertThat(
                        row.equals(now.get(key)) || older(row).equals(old.get(key)))
                .as("%s is %s; it was %s and becomes %s", key, row, old.get(key), now.get(key))
                .isTrue());
        assertThat(after.tallyroll("status").out()).doesNotContain("migration of");
        topic.publish(2_000, 2_500, Disorder.none(23, RecordedTopic.PARTITIONS));
        after.run();
        after.mustBeRight();
    }

    @Test
    void definition_withoutARollupAndAMeasure_keepsThemUntilTheyAreDroppedByName() {
        RecordedTopic topic = RecordedTopic.blank();
        topic.publish(0, 500, Disorder.none(29, RecordedTopic.PARTITIONS));
        Scenario before = Scenario.of(directory, topic);
        before.run();
        Scenario after = before.changed("      worst: max(delay)\n", "").withoutRollup("eastern");

        Scenario.Answer early = after.tallyroll("plan", "--drop", "eastern");
        assertThat(early.code()).isEqualTo(ExitCode.USAGE);
        assertThat(early.err()).contains("no run has stored this definition yet");
        Scenario.Ran ran = after.run();
        assertThat(ran.logLines())
                .anyMatch(line -> line.startsWith(
                        "rollup \"eastern\" is in the definition no more; its tables (eastern_1d, eastern_1mo) stay"))
                .anyMatch(line ->
                        line.startsWith("rollups.by_origin.measures.worst is gone: max(delay); its columns stay"));
        after.mustBeRight();
        assertThat(after.tallyroll("status").out()).contains("\"eastern\" is kept no longer");
        Scenario.Answer wrong = after.tallyroll("plan", "--drop", "routes");
        assertThat(wrong.code()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.err())
                .contains(
                        "it is not among what is kept no longer, which is by_origin_1d.worst, by_origin_1h.worst, eastern, eastern_1d, eastern_1mo");

        Scenario.Answer dropped = after.tallyroll("plan", "--drop", "eastern", "--drop", "by_origin_1h.worst");

        assertThat(dropped.code()).as(dropped.err()).isEqualTo(ExitCode.RIGHT);
        assertThat(dropped.out()).contains("DROP TABLE IF EXISTS", "eastern_1mo", "ALTER TABLE", "DROP worst");
        assertThat(after.tallyroll("status").out()).doesNotContain("eastern");
        assertThat(after.run().batches()).isEmpty();
        after.mustBeRight();
    }

    /** Case e3a: 60 events of an hour settled, the record's bucket shortened, a late event. */
    @Test
    void recordBucket_shortened_isRefusedByPlanToo() {
        RecordedTopic topic = RecordedTopic.blank();
        topic.publish(0, 300, Disorder.none(31, RecordedTopic.PARTITIONS));
        Scenario before = Scenario.of(directory, topic);
        before.run();
        Scenario after = before.changed("bucket: 1h", "bucket: 15m");

        Scenario.Answer plan = after.tallyroll("plan");

        assertThat(plan.code()).isEqualTo(ExitCode.FAILED);
        assertThat(plan.out()).contains("-- refused: \"record.bucket\" cannot change from \"1h\" to \"15m\": ");
        assertThat(after.tallyroll("run", "--once").err())
                .contains("\"record.bucket\" cannot change from \"1h\" to \"15m\"");
        before.mustBeRight();
    }

    /** A row without the columns that the definition before did not have. */
    private static Map<String, Object> older(Map<String, Object> row) {
        Map<String, Object> older = new TreeMap<>(row);
        older.keySet().removeIf(column -> column.startsWith("mean"));
        return older;
    }
}
