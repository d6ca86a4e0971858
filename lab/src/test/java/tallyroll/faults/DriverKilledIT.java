package tallyroll.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tallyroll.faultinjection.FaultSpec;
import tallyroll.publish.Disorder;
import tallyroll.server.FileTree;
import tallyroll.store.Stores;

/** The driver is killed by {@code kill -9} at every stage of a batch; whoever starts next ends with the same bytes. */
class DriverKilledIT {
    @TempDir
    Path directory;

    static List<FaultSpec> stages() {
        return List.of(
                FaultSpec.holdAfterClaim(),
                FaultSpec.holdInRecord(2),
                FaultSpec.holdInApply(40),
                FaultSpec.holdBeforeCommit());
    }

    @ParameterizedTest
    @MethodSource("stages")
    void kill_inSecondBatch_endsBitEqual(FaultSpec stage) {
        Scenario scenario = Scenario.of(directory, RecordedTopic.shared());
        scenario.killAt(stage.inBatch(2));
        assertThat(scenario.state().open())
                .hasValueSatisfying(open -> assertThat(open.batch()).isEqualTo(2));
        assertThat(scenario.checkpoints()).isDirectory();
        FileTree.delete(scenario.checkpoints());

        Scenario.Ran ran = scenario.run();

        assertThat(ran.logLines()).anyMatch(line -> line.startsWith("running batch 2 again"));
        scenario.mustBeRight();
        assertThat(scenario.corrected()).as("rows that settling had to correct").isZero();
        assertThat(scenario.rows()).isEqualTo(Undisturbed.rows(directory));
    }

    /** What the first run recorded is gone from the topic when the batch is run again: the record is a source too. */
    @ParameterizedTest
    @ValueSource(strings = {"blocks", "rows"})
    void kill_thenTheTopicDropsWhatWasRecorded_keepsEveryEventAndReportsNoGap(String layout) throws Exception {
        RecordedTopic topic = RecordedTopic.blank();
        topic.publish(0, 2_000, Disorder.none(29, RecordedTopic.PARTITIONS));
        Scenario undisturbed = Scenario.of(directory.resolve("undisturbed"), topic);
        undisturbed.run();
        Scenario scenario = layout.equals("rows")
                ? Scenario.withRows(directory.resolve("killed"), topic)
                : Scenario.of(directory.resolve("killed"), topic);
        scenario.killAt(FaultSpec.holdInApply(40).inBatch(1));
        topic.forget(0, 300);

        scenario.run();

        assertThat(scenario.rows()).isEqualTo(undisturbed.rows());
        assertThat(scenario.state().books()).isEqualTo(undisturbed.state().books());
        assertThat(scenario.proven().right()).isTrue();
        assertThat(scenario.proven().distinct()).isEqualTo(2_000);
        assertThat(Stores.shared(scenario.pipeline()).record().gaps().totals().gaps())
                .isZero();
    }

    @Test
    void kill_againAndAgainWithRows_endsBitEqual() {
        Scenario scenario = Scenario.withRows(directory, RecordedTopic.shared());
        scenario.killAt(FaultSpec.holdInRecord(1).inBatch(1));
        scenario.killAt(FaultSpec.holdInApply(10).inBatch(1));
        scenario.killAt(FaultSpec.holdInApply(0).inBatch(2));

        scenario.run();

        scenario.mustBeRight();
        assertThat(scenario.corrected()).as("rows that settling had to correct").isZero();
        assertThat(scenario.rows()).isEqualTo(Undisturbed.rows(directory));
    }
}
