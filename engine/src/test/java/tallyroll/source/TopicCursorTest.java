package tallyroll.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static tallyroll.source.MemoryTopic.range;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;
import tallyroll.control.Claim;
import tallyroll.control.LastRead;

class TopicCursorTest {
    private final MemoryTopic topic = new MemoryTopic();

    @Test
    void advance_partsExpired_givesTheRestAndNamesTheGaps() {
        topic.append(30).deleteBefore(4);
        List<Long> offsets = new ArrayList<>();
        try (TopicCursor cursor = new TopicCursor(topic.reader(0, 30), new RecordEnvelope(List.of()))) {
            while (cursor.advance()) {
                offsets.add(cursor.offset());
                if (cursor.offset() == 10) {
                    topic.deleteBefore(25);
                }
            }

            assertThat(cursor.gaps()).containsExactly(range(0, 4), range(11, 25));
            assertThat(cursor.message(cursor.gaps().get(1)))
                    .isEqualTo("offsets 11 to 24 (14) were no longer kept by the source");
        }
        assertThat(offsets).containsExactly(4L, 5L, 6L, 7L, 8L, 9L, 10L, 25L, 26L, 27L, 28L, 29L);
    }

    @Test
    void advance_allExpired_isOneGapAndNothingElse() {
        topic.append(30).deleteBefore(30);
        try (TopicCursor cursor = new TopicCursor(topic.reader(5, 20), new RecordEnvelope(List.of()))) {
            assertThat(cursor.advance()).isFalse();
            assertThat(cursor.gaps()).containsExactly(range(5, 20));
        }
    }

    @Test
    void lastRead_afterAll_isTheLastRecordWithTheEpochOfItsLeader() {
        topic.append(12).appendHole(3);
        try (TopicCursor cursor = new TopicCursor(topic.reader(0, 15), new RecordEnvelope(List.of()))) {
            assertThat(cursor.lastRead()).isEmpty();
            while (cursor.advance()) {
                // to the end
            }
            assertThat(cursor.lastRead()).hasValueSatisfying(last -> assertThat(last)
                    .isEqualTo(new LastRead(11, MemoryTopic.EPOCH, last.end())));
        }
    }

    /** A range of a later incarnation is read from the topic, and its gaps are of the incarnation. */
    @Test
    void advance_laterIncarnation_readsTheTopic() {
        topic.append(5).deleteBefore(2);
        Claim.Range range = new Claim.Range("flights~2", 0, 0, 5);
        KafkaRangeReader reader = KafkaRangeReader.open(MemoryTopic.KAFKA, range, Duration.ofMinutes(2), topic.cursors);
        try (TopicCursor cursor = new TopicCursor(reader, new RecordEnvelope(List.of()))) {
            assertThat(cursor.advance()).isTrue();
            assertThat(cursor.value().text()).isEqualTo("2");
            assertThat(cursor.gaps()).containsExactly(new Claim.Range("flights~2", 0, 0, 2));
        }
    }

    /** The log has grown again beyond the position: only the epoch shows that other records stand there. */
    @Test
    void advance_cutOffAndGrownAgain_isAnErrorAndNotReadFromTheMiddle() {
        topic.append(30);
        try (TopicCursor cursor = new TopicCursor(topic.reader(0, 30), new RecordEnvelope(List.of()))) {
            cursor.advance();
            topic.failures.add(new LogTruncationException(
                    Map.of(MemoryTopic.PARTITION, 7L), Map.of(MemoryTopic.PARTITION, new OffsetAndMetadata(3))));

            SourceException truncated = catchThrowableOfType(SourceException.class, () -> {
                while (cursor.advance()) {
                    assertThat(cursor.offset()).isLessThan(7);
                }
            });
            assertThat(truncated.fault()).isEqualTo(SourceException.Fault.TRUNCATED);
            assertThat(truncated).hasMessageContaining("the log ends at 3").hasMessageContaining("--replaced-source");
        }
    }

    @Test
    void value_recordWithoutOne_isEmptyAndATombstone() {
        topic.append((String) null).append("x");
        try (TopicCursor cursor = new TopicCursor(topic.reader(0, 2), new RecordEnvelope(List.of()))) {
            assertThat(cursor.advance()).isTrue();
            assertThat(cursor.tombstone()).isTrue();
            assertThat(cursor.value().isEmpty()).isTrue();
            assertThat(cursor.advance()).isTrue();
            assertThat(cursor.tombstone()).isFalse();
            assertThat(cursor.value().text()).isEqualTo("x");
        }
    }

    /** A gap is what the log no longer keeps; what cannot be read now is not one. */
    @Test
    void advance_logTruncated_isAnErrorAndNoGap() {
        topic.append(10);
        try (TopicCursor cursor = new TopicCursor(topic.reader(0, 10), new RecordEnvelope(List.of()))) {
            cursor.advance();
            topic.truncateTo(3);

            SourceException truncated = catchThrowableOfType(SourceException.class, () -> {
                while (cursor.advance()) {
                    assertThat(cursor.offset()).isLessThan(7);
                }
            });
            assertThat(truncated.fault()).isEqualTo(SourceException.Fault.TRUNCATED);
            assertThat(cursor.gaps()).isEmpty();
        }
    }
}
