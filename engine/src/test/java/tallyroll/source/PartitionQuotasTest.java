package tallyroll.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
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

    /** The limit is used up to the last record, no partition is passed its end, and none waits while others get all. */
    @Test
    void ends_randomLags_useTheLimitUpFairly() {
        for (long seed = 0; seed < 2_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Map<Integer, Long> from = new TreeMap<>();
            Map<Integer, Long> latest = new TreeMap<>();
            long unread = 0;
            for (int partition = 0; partition < random.nextInt(1, 9); partition++) {
                long begin = random.nextLong(1L << 50);
                long lag = random.nextInt(4) == 0 ? 0 : random.nextLong(1L << random.nextInt(1, 40));
                from.put(partition, begin);
                latest.put(partition, begin + lag);
                unread += lag;
            }
            long max = random.nextLong(1, 1L << random.nextInt(1, 40));
            Map<Integer, Long> ends = PartitionQuotas.ends(from, latest, max);
            long given = 0;
            for (int partition : from.keySet()) {
                long lag = latest.get(partition) - from.get(partition);
                long got = ends.get(partition) - from.get(partition);
                given += got;
                assertThat(got).as("seed %s, partition %s", seed, partition).isBetween(0L, lag);
                if (unread > max) {
                    double share = (double) max * lag / unread;
                    assertThat((double) got)
                            .as("seed %s, partition %s", seed, partition)
                            .isBetween(share - 1.001, share + 1.001);
                }
            }
            assertThat(given).as("seed %s", seed).isEqualTo(Math.min(max, unread));
        }
    }
}
