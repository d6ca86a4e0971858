package tallyroll.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import tallyroll.control.Claim;

class TopicSampleTest {
    @Test
    void ranges_smallPartition_isReadWhole() {
        assertThat(TopicSample.ranges("t", Map.of(0, 5L), Map.of(0, 9L), 100))
                .containsExactly(new Claim.Range("t", 0, 5, 9));
    }

    @Test
    void ranges_largePartitions_areReadAtBothEnds() {
        assertThat(TopicSample.ranges("t", Map.of(0, 0L, 1, 100L, 2, 7L), Map.of(0, 1_000L, 1, 2_000L, 2, 7L), 20))
                .containsExactly(
                        new Claim.Range("t", 0, 0, 5),
                        new Claim.Range("t", 0, 995, 1_000),
                        new Claim.Range("t", 1, 100, 105),
                        new Claim.Range("t", 1, 1_995, 2_000));
    }

    @Test
    void ranges_morePartitionsThanRecordsWanted_giveOneEach() {
        assertThat(TopicSample.ranges("t", Map.of(0, 0L, 1, 0L), Map.of(0, 9L, 1, 9L), 1))
                .allSatisfy(range -> assertThat(range.length()).isLessThanOrEqualTo(1));
    }
}
