package tallyroll.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static tallyroll.source.MemoryTopic.range;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopicCursorTest {
    private final MemoryTopic topic = new MemoryTopic();

    @Test
    void advance_partsExpired_givesTheRestAndNamesTheGaps() {
        topic.append(30).deleteBefore(4);
        List<Long> offsets = new ArrayList<>();
        try (TopicCursor cursor = new TopicCursor(topic.reader(0, 30))) {
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
        try (TopicCursor cursor = new TopicCursor(topic.reader(5, 20))) {
            assertThat(cursor.advance()).isFalse();
            assertThat(cursor.gaps()).containsExactly(range(5, 20));
        }
    }

    @Test
    void value_recordWithoutOne_isEmptyAndATombstone() {
        topic.append((String) null).append("x");
        try (TopicCursor cursor = new TopicCursor(topic.reader(0, 2))) {
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
        try (TopicCursor cursor = new TopicCursor(topic.reader(0, 10))) {
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
