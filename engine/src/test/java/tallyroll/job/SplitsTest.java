package tallyroll.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitsTest {
    @ParameterizedTest
    @CsvSource({
        // buckets, at most; splits, shortest, longest
        "0,  4, 0, 0, 0",
        "1,  4, 1, 1, 1",
        "4,  4, 4, 1, 1",
        "5,  4, 4, 1, 2",
        "9,  2, 2, 4, 5",
        "100, 7, 7, 14, 15",
        "3,  1, 1, 3, 3",
    })
    void of_buckets_givesSplitsOfEqualSizeAndNoEmptyOne(int buckets, int max, int count, int shortest, int longest) {
        List<List<Long>> splits = Splits.of(numbers(buckets), max);

        assertThat(splits).hasSize(count);
        assertThat(splits).allSatisfy(split -> assertThat(split).hasSizeBetween(shortest, longest));
    }

    @Test
    void of_buckets_keepsNeighboursTogetherAndLosesNone() {
        assertThat(Splits.of(numbers(7), 3)).containsExactly(List.of(0L, 1L), List.of(2L, 3L), List.of(4L, 5L, 6L));
    }

    private static List<Long> numbers(int count) {
        return LongStream.range(0, count).boxed().toList();
    }
}
