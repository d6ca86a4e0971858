package tallyroll.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tallyroll.control.Claim;
import tallyroll.pipeline.InvalidRequestException;
import tallyroll.pipeline.Options;
import tallyroll.pipeline.Pipeline.Kafka;
import tallyroll.pipeline.StartPosition;
import tallyroll.pipeline.Topics;

/** A topic of two partitions that holds 10 to 100 of the first and nothing of the second, which was emptied at 7. */
class StartOffsetsTest {
    private static final Instant NOON = Instant.parse("2024-05-01T12:00:00Z");
    private static final StartOffsets TOPIC = new StartOffsets(
            Map.of(0, 10L, 1, 7L), Map.of(0, 100L, 1, 7L), time -> time.equals(NOON) ? Map.of(0, 60L) : Map.of());

    @Test
    void leftOut_earliest_isNothing() {
        assertThat(leftOut(StartPosition.EARLIEST)).isEmpty();
    }

    @Test
    void leftOut_latest_isAllThatIsThere() {
        assertThat(leftOut(StartPosition.LATEST)).containsExactly(range(0, 10, 100), range(1, 7, 7));
    }

    @Test
    void leftOut_aTime_isWhatLiesBeforeIt() {
        assertThat(leftOut(new StartPosition.At(NOON))).containsExactly(range(0, 10, 60), range(1, 7, 7));
    }

    @Test
    void leftOut_aTimeBehindAllRecords_isAllThatIsThere() {
        assertThat(leftOut(new StartPosition.At(NOON.plusSeconds(1))))
                .containsExactly(range(0, 10, 100), range(1, 7, 7));
    }

    @Test
    void leftOut_anOffset_leavesOtherPartitionsWhole() {
        assertThat(leftOut(offset(0, 42))).containsExactly(range(0, 10, 42), range(1, 7, 7));
    }

    /** What is missing from 4 to 9 is met while reading, and is a gap of its own. */
    @Test
    void leftOut_anOffsetNoLongerKept_beginsThere() {
        assertThat(leftOut(offset(0, 4))).containsExactly(range(0, 4, 4), range(1, 7, 7));
    }

    @Test
    void leftOut_anOffsetBehindTheEnd_isRefused() {
        assertThatThrownBy(() -> leftOut(offset(0, 101)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot begin to read topic \"flights\" at broker:9092 at offset 101 of partition 0, as"
                        + " source.kafka.start says: the partition ends at 100. Correct source.kafka.start.");
    }

    @Test
    void leftOut_aPartitionThatIsNotThere_isRefused() {
        assertThatThrownBy(() -> leftOut(offset(2, 0)))
                .hasMessageContaining("the topic has no such partition; it has 2");
    }

    private static List<Claim.Range> leftOut(StartPosition start) {
        return TOPIC.leftOut(
                new Kafka("broker:9092", Topics.named("flights"), start, Options.of(Map.of()), 0), "flights");
    }

    private static StartPosition offset(int partition, long offset) {
        return new StartPosition.Offsets(Map.of("flights", Map.of(partition, offset)));
    }

    private static Claim.Range range(int partition, long from, long until) {
        return new Claim.Range("flights", partition, from, until);
    }
}
