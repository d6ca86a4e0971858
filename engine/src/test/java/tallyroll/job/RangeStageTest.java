package tallyroll.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import scala.Tuple2;
import tallyroll.bucket.Granularity;
import tallyroll.flow.CopiesFound;
import tallyroll.flow.Horizon;
import tallyroll.flow.Repeat;

/** Portions are a bucket's start, then halves: any 64 bits. */
class RangeStageTest {
    private static final long HOUR = 3_600_000_000L;

    @Test
    void call_noPortions_givesNothing() {
        assertThat(found(HOUR, List.of()).copies()).isEmpty();
    }

    @Test
    void call_portionsOfSeveralBuckets_findsWhatIsRepeatedInThoseAskedFor() {
        CopiesFound found = found(
                HOUR,
                List.of(
                        portion(HOUR, -1, 7, Long.MIN_VALUE),
                        portion(2 * HOUR, -1, 8, 8),
                        portion(HOUR, 7),
                        portion(HOUR, 9)));

        assertThat(found.copies()).containsOnlyKeys(HOUR);
        assertThat(found.copies().get(HOUR).events()).isEqualTo(5);
        assertThat(found.copies().get(HOUR).halves()).containsExactly(-1, 7);
        assertThat(found.candidates().get(2 * HOUR)).containsExactly(-1);
    }

    private static CopiesFound found(long asked, List<Tuple2<Integer, long[]>> portions) {
        Horizon horizon = new Horizon(Granularity.of("1h"), HOUR);
        Iterator<long[]> repeats = new RangeStage(new TreeSet<>(Set.of(asked)), horizon).call(portions.iterator());
        CopiesFound found = new CopiesFound(Set.of(asked));
        repeats.forEachRemaining(each -> found.accept(Repeat.of(each)));
        return found;
    }

    private static Tuple2<Integer, long[]> portion(long bucket, long... halves) {
        long[] portion = new long[halves.length + 1];
        portion[0] = bucket;
        System.arraycopy(halves, 0, portion, 1, halves.length);
        return new Tuple2<>(0, Arrays.copyOf(portion, portion.length));
    }
}
