package tallyroll.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.batch.CommittedBatch;
import tallyroll.cli.ExitCode;
import tallyroll.publish.Disorder;
import tallyroll.record.DeadLetter;
import tallyroll.store.Stores;
import tallyroll.verify.VerificationReport;

/** Flights of 2001 in a record that keeps a day: all of them are forgotten once they are settled. */
class RetentionIT {
    private static final int FLIGHTS = 2_000;

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    blocks | 1d                              | tally_blocks | 0
                    rows   | 1d                              | tally_events | 0
                    blocks | {events: 1d, identities: 9999d} | tally_blocks | 1
                    rows   | {events: 1d, identities: 9999d} | tally_events | 1
                    """)
    void record_thatOutlivedItsTime_isForgottenAndItsReplayCountsNothing(
            String layout, String keep, String table, int left) {
        RecordedTopic topic = RecordedTopic.blank();
        topic.publish(0, FLIGHTS, Disorder.none(3, RecordedTopic.PARTITIONS));
        Scenario scenario = Scenario.keeping(directory, topic, layout, keep);

        Scenario.Ran ran = scenario.run();

        assertThat(scenario.judged().differences()).isEmpty();
        assertThat(ran.batches()).last().satisfies(done -> assertThat(done.forgetting())
                .isTrue());
        assertThat(count(scenario, table) > 0).isEqualTo(left > 0);
        assertThat(count(scenario, "tally_marks") > 0).isEqualTo(left > 0);
        assertThat(scenario.state().forgotten().dropped().events()).isEqualTo(FLIGHTS);
        assertThat(scenario.tallyroll("status").out()).contains("forgotten before", "2,000 events");
        Map<String, Map<String, Object>> rows = scenario.rows();

        topic.repeat(IntStream.range(0, FLIGHTS).toArray());
        Scenario.Ran again = scenario.run();

        assertThat(again.batches()).hasSize(1).extracting(CommittedBatch::rows).containsExactly(0L);
        assertThat(scenario.rows()).isEqualTo(rows);
        assertThat(scenario.judged().differences()).isEmpty();
        assertThat(scenario.state().books().deadLetters()).isEqualTo(FLIGHTS);
        assertThat(scenario.state().books().balanced()).isTrue();
        List<DeadLetter> letters = Stores.shared(scenario.pipeline()).record().deadLetters(10);
        assertThat(letters).hasSize(10).extracting(DeadLetter::code).containsOnly("too-old");
        VerificationReport proof = scenario.proven();
        assertThat(proof.right()).isTrue();
        assertThat(proof.buckets()).isZero();
        Scenario.Answer repair = scenario.tallyroll("repair");
        assertThat(repair.code()).as(repair.err()).isEqualTo(ExitCode.RIGHT);
        assertThat(repair.err())
                .contains("are forgotten: rows of earlier buckets are not compared and stay as they are");
        assertThat(scenario.rows()).isEqualTo(rows);
    }

    private static long count(Scenario scenario, String table) {
        return scenario.session()
                .execute("SELECT count(*) FROM " + scenario.keyspace() + "." + table)
                .one()
                .getLong(0);
    }
}
