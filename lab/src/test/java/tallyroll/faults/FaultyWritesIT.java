package tallyroll.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.faultinjection.FaultSpec;

/** Tasks that fail during their work, writes that arrive late, answers that never come: each row still takes each batch once. */
class FaultyWritesIT {
    @TempDir
    Path directory;

    @Test
    void task_failsDuringItsWrites_isRetriedAtTheNextWriteTimestamp() {
        Scenario scenario = Scenario.of(directory, RecordedTopic.shared());

        scenario.runWith(FaultSpec.failInApply(40).inBatch(3));

        assertThat(scenario.faultLog().lines()).containsExactly("failed during its writes");
        endsBitEqual(scenario);
        List<Long> writeTimestamps = writeTimestampsOfBatch(scenario, 3);
        assertThat(writeTimestamps).hasSize(2);
        assertThat(writeTimestamps.get(1))
                .as("the second attempt's write timestamp")
                .isEqualTo(writeTimestamps.get(0) + 1);
    }

    @Test
    void task_failsAfterRecording_recordsTheSameAgain() {
        Scenario scenario = Scenario.of(directory, RecordedTopic.shared());

        scenario.runWith(FaultSpec.failAfterRecord(1).inBatch(2));

        assertThat(scenario.faultLog().lines()).containsExactly("failed after recording");
        endsBitEqual(scenario);
    }

    @Test
    void write_ofOldAttemptLandsAfterTheNextBatch_changesNothing() {
        Scenario scenario = Scenario.of(directory, RecordedTopic.shared());

        scenario.runWith(FaultSpec.lateWrite(20).inBatch(2));

        assertThat(scenario.faultLog().lines()).containsExactly("held a write back", "late: Written[]");
        endsBitEqual(scenario);
    }

    @Test
    void answers_lostOrRefused_areReadAgain() {
        Scenario scenario = Scenario.of(directory, RecordedTopic.shared());

        scenario.runWith(FaultSpec.unknownOutcomes(40).inBatch(2));

        assertThat(scenario.faultLog().lines())
                .contains("written, answer lost", "never sent, no answer", "refused", "late: Written[]");
        endsBitEqual(scenario);
    }

    private void endsBitEqual(Scenario scenario) {
        scenario.mustBeRight();
        assertThat(scenario.corrected()).as("rows that settling had to correct").isZero();
        assertThat(scenario.rows()).isEqualTo(Undisturbed.rows(directory));
    }

    private static List<Long> writeTimestampsOfBatch(Scenario scenario, long batch) {
        return scenario.tables().stream()
                .map(table ->
                        "SELECT \"batch\", writetime(flights) AS written FROM " + scenario.keyspace() + "." + table)
                .flatMap(cql -> scenario.session().execute(cql).all().stream())
                .filter(row -> row.getLong("batch") == batch)
                .map(row -> row.getLong("written"))
                .distinct()
                .sorted()
                .toList();
    }
}
