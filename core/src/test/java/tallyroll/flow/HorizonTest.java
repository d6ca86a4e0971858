package tallyroll.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.bucket.Granularity;

class HorizonTest {
    private static final long HOUR = 3_600_000_000L;

    @ParameterizedTest
    @CsvSource({
        // horizon in minutes, hours between the buckets' starts, reached
        "0,   0, true",
        "0,   1, false",
        "1,   1, true",
        "60,  1, true",
        "60,  2, false",
        "61,  2, true",
        "1440, 24, true",
        "1440, 25, false",
    })
    void reaches_bucketsApart_whenTheirEventsMayBeThatNear(long minutes, long apart, boolean reached) {
        Horizon horizon = new Horizon(Granularity.of("1h"), minutes * 60_000_000L);

        assertThat(horizon.reaches(10 * HOUR, (10 + apart) * HOUR)).isEqualTo(reached);
        assertThat(horizon.reaches((10 + apart) * HOUR, 10 * HOUR)).isEqualTo(reached);
    }

    @Test
    void neighbours_ofAnyBucket_areThoseThatItReachesAndItself() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            Horizon horizon = new Horizon(Granularity.of("15m"), random.nextInt(200) * 60_000_000L);
            TreeSet<Long> recorded = new TreeSet<>();
            random.longs(30, -20, 20).forEach(each -> recorded.add(each * HOUR / 4));
            long bucket = random.nextLong(-20, 20) * HOUR / 4;
            TreeSet<Long> reached = new TreeSet<>(recorded);
            reached.removeIf(other -> !horizon.reaches(bucket, other));
            reached.add(bucket);

            assertThat(horizon.neighbours(List.of(bucket), recorded)).containsExactlyElementsOf(reached);
        }
    }

    @Test
    void horizon_negative_isRefused() {
        assertThatThrownBy(() -> new Horizon(Granularity.of("1h"), -1)).hasMessageContaining("before the event");
    }
}
