package tallyroll.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static tallyroll.source.MemoryTopic.range;
import static tallyroll.source.MemoryTopic.rest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.source.SourceException.Fault;

/** A task's side of the source against a log in memory; the same on a real broker is KafkaSourceIT. */
class KafkaRangeReaderTest {
    private final MemoryTopic topic = new MemoryTopic();

    /** However a log with holes is cut into ranges, each record is read once and in order. */
    @Test
    void read_anyCutOfALogWithHoles_givesEachRecordOnce() {
        for (long seed = 0; seed < 50; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            MemoryTopic log = new MemoryTopic();
            List<String> expected = new ArrayList<>();
            long offset = 0;
            while (offset < 200) {
                int count = random.nextInt(1, 12);
                if (random.nextInt(3) == 0) {
                    log.appendHole(count);
                } else {
                    log.append(count);
                    LongStream.range(offset, offset + count).forEach(at -> expected.add(at + " " + at));
                }
                offset += count;
            }
            List<String> read = new ArrayList<>();
            for (long from = 0; from < offset; ) {
                long until = Math.min(offset, from + random.nextInt(1, 40));
                try (KafkaRangeReader reader = log.reader(from, until)) {
                    read.addAll(rest(reader));
                }
                from = until;
            }
            assertThat(read).as("seed %s", seed).isEqualTo(expected);
            assertThat(log.waited()).as("seed %s", seed).isZero();
        }
    }

    @Test
    void read_rangesOneBehindTheOther_areReadByOneConsumerThatIsNeverMoved() {
        topic.append(30);
        for (long from = 0; from < 30; from += 5) {
            try (KafkaRangeReader reader = topic.reader(from, from + 5)) {
                assertThat(rest(reader)).hasSize(5);
            }
        }

        assertThat(topic.opened()).isEqualTo(1);
        assertThat(topic.seeks()).isEqualTo(1);
    }

    @Test
    void close_beforeTheEnd_handsNothingHalfReadOn() {
        topic.append(10);
        try (KafkaRangeReader reader = topic.reader(0, 10)) {
            assertThat(reader.next()).isTrue();
        }

        assertThat(topic.closed()).isEqualTo(1);
    }

    @Test
    void read_emptyRange_opensNoConsumer() {
        try (KafkaRangeReader reader = topic.reader(4, 4)) {
            assertThat(reader.next()).isFalse();
        }

        assertThat(topic.opened()).isZero();
    }

    @Test
    void read_tombstoneAndEmptyValue_areTwoThings() {
        topic.append("a").append((String) null).append("");
        try (KafkaRangeReader reader = topic.reader(0, 3)) {
            reader.next();
            assertThat(reader.tombstone()).isFalse();
            assertThat(reader.value().text()).isEqualTo("a");
            reader.next();
            assertThat(reader.tombstone()).isTrue();
            assertThat(reader.value().isEmpty()).isTrue();
            reader.next();
            assertThat(reader.tombstone()).isFalse();
            assertThat(reader.value().isEmpty()).isTrue();
            assertThat(reader.next()).isFalse();
        }
    }

    @Test
    void read_logGrowsBehindTheRange_staysInside() {
        topic.append(20);

        assertThat(rest(topic.reader(3, 6))).containsExactly("3 3", "4 4", "5 5");
    }

    @ParameterizedTest
    @CsvSource({
        // the log begins at, range, gap, records behind it
        "3, 1, 8,  1, 3, 5",
        "3, 1, 3,  1, 3, 0",
        "9, 1, 4,  1, 4, 0",
        "9, 8, 10, 8, 9, 1",
    })
    void read_beginningExpired_isAGapAndReadingGoesOnBehindIt(
            long start, long from, long until, long gapFrom, long gapUntil, int behind) {
        topic.append(10).deleteBefore(start);
        try (KafkaRangeReader reader = topic.reader(from, until)) {
            RangeGoneException gone = catchThrowableOfType(RangeGoneException.class, reader::next);

            assertThat(gone.missing()).isEqualTo(range(gapFrom, gapUntil));
            assertThat(gone.fault()).isEqualTo(Fault.EXPIRED);
            assertThat(rest(reader)).hasSize(behind);
        }
    }

    @Test
    void read_expiresWhileItIsRead_isAGapInTheMiddle() {
        topic.append(30);
        try (KafkaRangeReader reader = topic.reader(0, 30)) {
            for (int i = 0; i < 7; i++) {
                reader.next();
            }
            topic.deleteBefore(20);

            assertThat(catchThrowableOfType(RangeGoneException.class, reader::next)
                            .missing())
                    .isEqualTo(range(7, 20));
            assertThat(rest(reader)).hasSize(10).startsWith("20 20");
        }
    }

    @Test
    void read_logEndsBeforeTheRangeBegins_isTruncated() {
        topic.append(10);
        try (KafkaRangeReader reader = topic.reader(20, 30)) {
            assertThatThrownBy(reader::next)
                    .isInstanceOfSatisfying(
                            SourceException.class, e -> assertThat(e.fault()).isEqualTo(Fault.TRUNCATED))
                    .hasMessageStartingWith("Cannot read offsets 20 to 29 of partition 0 of topic \"flights\" at"
                            + " broker:9092: the log ends at 10, before records that were there");
        }
    }

    /** The end of a log may lag behind for a moment while a leader is elected: only an end that stays is believed. */
    @Test
    void read_logEndsInsideTheRange_isTruncatedAfterPatience() {
        topic.append(10);
        try (KafkaRangeReader reader = topic.reader(0, 15)) {
            for (int i = 0; i < 10; i++) {
                assertThat(reader.next()).isTrue();
            }

            assertThat(catchThrowableOfType(SourceException.class, reader::next).fault())
                    .isEqualTo(Fault.TRUNCATED);
        }
        assertThat(topic.waited())
                .isBetween(
                        tallyroll.retry.Waits.KAFKA_RANGE.limit(),
                        tallyroll.retry.Waits.KAFKA_RANGE.limit().plusSeconds(10));
    }

    @Test
    void read_noBrokerAnswers_saysSoAfterPatience() {
        topic.append(10).silence();
        try (KafkaRangeReader reader = topic.reader(0, 10)) {
            assertThatThrownBy(reader::next)
                    .isInstanceOfSatisfying(
                            SourceException.class, e -> assertThat(e.fault()).isEqualTo(Fault.UNREACHABLE))
                    .hasMessage(
                            "Cannot read offsets 0 to 9 of partition 0 of topic \"flights\" at broker:9092: no broker"
                                    + " gave any of them for 120 s. Check that the partition has a leader and that it can be"
                                    + " reached from here.");
        }
        assertThat(topic.waited())
                .isBetween(
                        tallyroll.retry.Waits.KAFKA_RANGE.limit(),
                        tallyroll.retry.Waits.KAFKA_RANGE.limit().plusSeconds(10));
    }

    @Test
    void read_brokerBackInTime_goesOnWhereItWas() {
        topic.append(10).silence().backAfter(Duration.ofSeconds(90));

        assertThat(rest(topic.reader(0, 10))).hasSize(10);
    }

    /** Progress renews patience: several silences, each shorter than it, are borne. */
    @Test
    void read_silentAgainAndAgain_isBorneAsLongAsSomethingCame() {
        topic.append(21);
        try (KafkaRangeReader reader = topic.reader(0, 21)) {
            for (int i = 0; i < 21; i++) {
                if (i % 7 == 0) {
                    topic.silence().backAfter(Duration.ofSeconds(100));
                }
                assertThat(reader.next()).isTrue();
            }
        }
        assertThat(topic.waited()).isGreaterThan(Duration.ofSeconds(300));
    }

    /** A broker that just restarted does not know its topics yet. */
    @Test
    void read_topicUnknownForAMoment_isBorne() {
        topic.append(10).delete().backAfter(Duration.ofSeconds(12));

        assertThat(rest(topic.reader(0, 10))).hasSize(10);
    }

    @Test
    void read_topicStaysUnknown_isMissingLongBeforePatienceIsOver() {
        topic.append(10).delete();
        try (KafkaRangeReader reader = topic.reader(0, 10)) {
            assertThat(catchThrowableOfType(SourceException.class, reader::next).fault())
                    .isEqualTo(Fault.TOPIC_MISSING);
        }
        assertThat(topic.waited()).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void read_errorsThatPass_areBorne() {
        topic.append(10);
        topic.failures.add(new NotLeaderOrFollowerException("moved"));
        topic.failures.add(new DisconnectException());
        topic.failures.add(new OffsetOutOfRangeException(Map.of(MemoryTopic.PARTITION, 0L)));

        assertThat(rest(topic.reader(0, 10))).hasSize(10);
    }

    @Test
    void read_recordsThatCannotBeUnderstood_areCorrupt() {
        topic.append(10);
        topic.failures.add(new KafkaException("Record for partition flights-0 at offset 0 is invalid"));
        try (KafkaRangeReader reader = topic.reader(0, 10)) {
            assertThatThrownBy(reader::next)
                    .isInstanceOfSatisfying(
                            SourceException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CORRUPT))
                    .hasMessage(
                            "Cannot read offsets 0 to 9 of partition 0 of topic \"flights\" at broker:9092: the batch at"
                                    + " offset 0 cannot be understood (Record for partition flights-0 at offset 0 is invalid)."
                                    + " Check the broker's disk, and the codec the producer compresses with.");
        }
        assertThat(topic.closed()).isEqualTo(1);
    }

    @Test
    void read_notAllowed_isRefusedAtOnce() {
        topic.append(10);
        topic.failures.add(new TopicAuthorizationException("flights"));
        try (KafkaRangeReader reader = topic.reader(0, 10)) {
            assertThat(catchThrowableOfType(SourceException.class, reader::next).fault())
                    .isEqualTo(Fault.REFUSED);
        }
        assertThat(topic.waited()).isZero();
    }
}
