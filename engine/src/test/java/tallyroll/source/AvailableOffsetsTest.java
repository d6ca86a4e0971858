package tallyroll.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AvailableOffsetsTest {
    @ParameterizedTest
    @CsvSource({
        // read of partitions 0 and 1; ends are 10 and 4; unread
        "0,  0, 14",
        "10, 4, 0",
        "7,  4, 3",
        "12, 0, 4",
    })
    void unread_positions_countsWhatLiesBehindThem(long first, long second, long unread) {
        assertThat(ending(Map.of(0, 10L, 1, 4L)).unread(Map.of(0, first, 1, second)))
                .isEqualTo(unread);
    }

    @ParameterizedTest
    @CsvSource({"3, 11", "0, 14"})
    void unread_partitionWithoutAPosition_isUnreadFromItsBeginning(long first, long unread) {
        assertThat(ending(Map.of(0, 10L, 1, 4L)).unread(Map.of(0, first))).isEqualTo(unread);
    }

    private static AvailableOffsets ending(Map<Integer, Long> latest) {
        return new AvailableOffsets() {
            @Override
            public Map<Integer, Long> earliest() {
                return Map.of();
            }

            @Override
            public Map<Integer, Long> latest() {
                return latest;
            }
        };
    }
}
