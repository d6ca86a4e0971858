package tallyroll.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PartitionQuotasTest {
    @Test
    void ends_underTheLimit_areTheLatest() {
        assertThat(PartitionQuotas.ends(Map.of(0, 5L, 1, 5L), Map.of(0, 10L, 1, 5L), 5))
                .isEqualTo(Map.of(0, 10L, 1, 5L));
    }

    @Test
    void ends_overTheLimit_shareItByWhatIsUnread() {
        assertThat(PartitionQuotas.ends(Map.of(0, 100L, 1, 0L, 2, 7L), Map.of(0, 400L, 1, 100L, 2, 7L), 40))
                .isEqualTo(Map.of(0, 130L, 1, 10L, 2, 7L));
    }

    @Test
    void ends_leftoverOfRounding_goesToThoseThatLostMost() {
        assertThat(PartitionQuotas.ends(Map.of(0, 0L, 1, 0L, 2, 0L), Map.of(0, 10L, 1, 10L, 2, 11L), 10))
                .isEqualTo(Map.of(0, 3L, 1, 3L, 2, 4L));
    }

    @Test
    void ends_limitBelowPartitions_stillGetSomewhere() {
        Map<Integer, Long> ends =
                PartitionQuotas.ends(Map.of(0, 0L, 1, 0L, 2, 0L, 3, 0L), Map.of(0, 9L, 1, 9L, 2, 9L, 3, 9L), 2);

        assertThat(ends.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(2);
    }
}
