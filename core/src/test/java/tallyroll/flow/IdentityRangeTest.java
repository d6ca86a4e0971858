package tallyroll.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tallyroll.bucket.Granularity;

class IdentityRangeTest {
    private static final long HOUR = 3_600_000_000L;
    private static final Horizon HORIZON = new Horizon(Granularity.of("1h"), HOUR);

    private final CopiesFound found = new CopiesFound(Set.of(HOUR));

    @Test
    void find_onceEach_onlyCounts() {
        IdentityRange range = range(100);
        range.add(HOUR, new long[] {99, 1, 2, 3}, 1);
        range.add(2 * HOUR, new long[] {4}, 0);

        range.find().forEach(found);

        assertThat(found.copies().get(HOUR)).matches(copies -> copies.events() == 3 && copies.none());
        assertThat(found.candidates()).isEmpty();
    }

    @Test
    void find_againInItsBucket_isNamedButNoCandidate() {
        IdentityRange range = range(100);
        range.add(HOUR, new long[] {5, 7, 5}, 0);
        range.add(HOUR, new long[] {5, 8}, 0);

        range.find().forEach(found);

        assertThat(found.copies().get(HOUR).halves()).containsExactly(5);
        assertThat(found.candidates()).isEmpty();
    }

    @Test
    void find_alsoInABucketThatIsReached_isACandidateOfBoth() {
        IdentityRange range = range(100);
        range.add(HOUR, new long[] {5, 6}, 0);
        range.add(2 * HOUR, new long[] {6, 5}, 0);

        range.find().forEach(found);

        assertThat(found.copies().get(HOUR).halves()).containsExactly(5, 6);
        assertThat(found.copies()).containsOnlyKeys(HOUR);
        assertThat(found.candidates().get(2 * HOUR)).containsExactly(5, 6);
    }

    @Test
    void find_alsoBeyondTheHorizon_isNotRepeated() {
        IdentityRange range = range(100);
        range.add(HOUR, new long[] {5}, 0);
        range.add(9 * HOUR, new long[] {5}, 0);

        range.find().forEach(found);

        assertThat(found.copies().get(HOUR).none()).isTrue();
    }

    @Test
    void find_moreThanAreListed_saysThatTheyAreMany() {
        IdentityRange range = range(2);
        range.add(HOUR, new long[] {1, 1, 2, 2, 3, 3, 9}, 0);
        range.add(2 * HOUR, new long[] {9}, 0);

        range.find().forEach(found);

        BucketCopies copies = found.copies().get(HOUR);
        assertThat(copies.many()).isTrue();
        assertThat(copies.repeated(77)).isTrue();
        assertThat(copies.passes(3)).isEqualTo(3);
        assertThat(found.candidates().get(HOUR)).containsExactly(9);
    }

    /** Against a count in a map, over random halves of a small world. */
    @Test
    void find_anything_isWhatCountingFinds() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            Set<Long> asked = new TreeSet<>();
            IdentityRange range = new IdentityRange(asked, HORIZON, 1_000);
            Map<Long, List<Long>> bucketsOf = new HashMap<>();
            for (int portion = 0; portion < 12; portion++) {
                long bucket = random.nextInt(5) * HOUR;
                if (random.nextBoolean()) {
                    asked.add(bucket);
                }
                long[] halves = random.longs(random.nextInt(8), 0, 20).toArray();
                for (long half : halves) {
                    bucketsOf.computeIfAbsent(half, none -> new ArrayList<>()).add(bucket);
                }
                range.add(bucket, halves, 0);
            }
            CopiesFound all = new CopiesFound(asked);
            range.find().forEach(all);

            Map<Long, Set<Long>> seen = new TreeMap<>();
            all.copies().forEach((bucket, copies) -> {
                for (long half : copies.halves()) {
                    seen.computeIfAbsent(bucket, none -> new TreeSet<>()).add(half);
                }
            });
            assertThat(seen).as("seed %d", seed).isEqualTo(counted(asked, bucketsOf));
        }
    }

    private static Map<Long, Set<Long>> counted(Set<Long> asked, Map<Long, List<Long>> bucketsOf) {
        Map<Long, Set<Long>> repeated = new TreeMap<>();
        bucketsOf.forEach((half, buckets) -> asked.forEach(bucket -> {
            boolean here = buckets.contains(bucket);
            long reached = buckets.stream()
                    .filter(other -> HORIZON.reaches(bucket, other))
                    .count();
            if (here && reached > 1) {
                repeated.computeIfAbsent(bucket, none -> new TreeSet<>()).add(half);
            }
        }));
        return repeated;
    }

    private static IdentityRange range(int maxListed) {
        return new IdentityRange(Set.of(HOUR), HORIZON, maxListed);
    }
}
