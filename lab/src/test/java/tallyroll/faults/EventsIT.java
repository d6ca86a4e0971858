package tallyroll.faults;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.cli.ExitCode;
import tallyroll.control.ForgetClaim;
import tallyroll.control.SettleClaim;
import tallyroll.faultinjection.FaultSpec;
import tallyroll.oracle.TopicRecord;
import tallyroll.oracle.Verdict;
import tallyroll.publish.Disorder;
import tallyroll.record.BucketMark;
import tallyroll.record.DeadLetter;
import tallyroll.store.Stores;

/** What a topic may have: nothing, copies, late events, broken records, and days that are not 24 hours long. */
class EventsIT {
    @TempDir
    Path directory;

    @Test
    void topic_empty_makesNothing() {
        Scenario scenario = Scenario.of(directory, RecordedTopic.blank());

        Scenario.Ran ran = scenario.run();

        assertThat(ran.batches()).isEmpty();
        assertThat(scenario.rows()).isEmpty();
        assertThat(scenario.mustBeRight().records()).isZero();
        assertThat(scenario.tallyroll("status").code()).isEqualTo(ExitCode.RIGHT);
    }

    @Test
    void records_broken_becomeDeadLettersWithCodeAndBytes() {
        RecordedTopic topic = RecordedTopic.blank();
        topic.publish(0, 1_300, Disorder.none(7, RecordedTopic.PARTITIONS).withBroken(12, 100, 100_000));
        Scenario scenario = Scenario.of(directory, topic)
                .changed("distance: int}", "distance: int, carrier: {type: string, path: carier}}");

        scenario.run();

        assertThat(scenario.mustBeRight().broken()).isEqualTo(12);
        List<DeadLetter> letters = Stores.shared(scenario.pipeline()).record().deadLetters(100);
        assertThat(letters.stream().collect(groupingBy(DeadLetter::code, counting())))
                .isEqualTo(Map.of(
                        "not-json", 4L,
                        "no-value", 1L,
                        "wrong-type", 1L,
                        "missing-field", 2L,
                        "bad-time", 2L,
                        "out-of-range", 1L,
                        "too-long", 1L));
        List<TopicRecord> records = topic.records();
        assertThat(letters).allSatisfy(letter -> mustKeep(letter, valueAt(records, letter)));
        assertThat(scenario.tallyroll("status", "--format", "json").out())
                .containsSubsequence(
                        "\"paths that matched nothing\"", "\"carrier\"", "\"carier\"", "\"events read\" : 1");
    }

    @Test
    void copies_withinAndAcrossBatches_countOnce() {
        RecordedTopic topic = RecordedTopic.blank();
        topic.publish(0, 5_000, Disorder.none(3, RecordedTopic.PARTITIONS).withDuplicates(40, 4_000));
        Scenario scenario = Scenario.of(directory, topic);

        Scenario.Ran ran = scenario.run();

        assertThat(ran.ingesting()).as("batches of events").hasSize(3);
        Verdict verdict = scenario.mustBeRight();
        assertThat(verdict.duplicates()).isEqualTo(125);
        assertThat(scenario.corrected()).as("rows that settling had to correct").isPositive();
    }

    @Test
    void events_lateAfterSettlingAndCopiesAfterRestart_makeTheirBucketsDirtyThenRight() {
        RecordedTopic topic = RecordedTopic.blank();
        topic.publish(0, 2_000, Disorder.none(5, RecordedTopic.PARTITIONS));
        Scenario scenario = Scenario.of(directory, topic);
        scenario.run();
        scenario.mustBeRight();

        topic.publishTo(1, 20_000, 20_003);
        topic.repeat(4, 1_111, 1_999);
        scenario.killAt(FaultSpec.holdAfterClaim().inBatch(scenario.state().committed() + 2));

        List<Long> touched = topic.hours(
                        IntStream.concat(IntStream.range(20_000, 20_003), IntStream.of(4, 1_111, 1_999)))
                .boxed()
                .toList();
        assertThat(dirty(scenario)).isEqualTo(touched);
        Scenario.Answer verify = scenario.tallyroll("verify");
        assertThat(verify.code()).as(verify.err()).isEqualTo(ExitCode.RIGHT);
        assertThat(verify.err()).contains(touched.size() + " buckets are not settled yet");

        Scenario.Ran ran = scenario.run();

        assertThat(ran.batches()).hasSize(1);
        assertThat(ran.batches().get(0).claim().match(ingest -> List.of(), SettleClaim::settled, ForgetClaim::whole))
                .containsExactlyInAnyOrderElementsOf(touched);
        assertThat(scenario.mustBeRight().duplicates()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "2001-03-31T00:00, 2001-04-01T05:00:00Z, 2001-04-02T04:00:00Z",
        "2001-10-27T00:00, 2001-10-28T04:00:00Z, 2001-10-29T05:00:00Z"
    })
    void day_whenClocksChange_hasItsOwnLength(LocalDateTime start, Instant day, Instant next) {
        RecordedTopic topic = RecordedTopic.blank(start, 3);
        topic.publish(0, 3_000, Disorder.none(9, RecordedTopic.PARTITIONS));
        Scenario scenario = Scenario.of(directory, topic);

        scenario.run();

        scenario.mustBeRight();
        TreeSet<Instant> days = new TreeSet<>();
        String cql = "SELECT bucket FROM " + scenario.keyspace() + ".eastern_1d";
        scenario.session().execute(cql).forEach(row -> days.add(row.getInstant(0)));
        assertThat(days).contains(day, next);
        assertThat(days.higher(day)).isEqualTo(next);
    }

    private static List<Long> dirty(Scenario scenario) {
        return Stores.shared(scenario.pipeline()).record().marks(Long.MIN_VALUE, Long.MAX_VALUE).stream()
                .filter(BucketMark::dirty)
                .map(BucketMark::bucket)
                .toList();
    }

    /** All of a short payload; of a long one its beginning, with the whole's length and hash. */
    private static void mustKeep(DeadLetter letter, byte[] whole) throws NoSuchAlgorithmException {
        boolean cut = whole.length > 65_536;
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(whole));
        assertThat(letter.payload()).isEqualTo(cut ? Arrays.copyOf(whole, 65_536) : whole);
        assertThat(letter.bytes()).isEqualTo(whole.length);
        assertThat(letter.sha256()).isEqualTo(cut ? hash : "");
    }

    private static byte[] valueAt(List<TopicRecord> records, DeadLetter letter) {
        byte[] value = records.stream()
                .filter(one -> one.partition() == letter.partition() && one.offset() == letter.offset())
                .findFirst()
                .orElseThrow()
                .value();
        return value == null ? new byte[0] : value;
    }
}
