package tallyroll.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.api.java.function.FlatMapFunction;
import scala.Tuple2;

/** Finds the halves that came from several buckets, at least one of them asked for. */
final class CandidateStage implements FlatMapFunction<Iterator<Tuple2<Integer, long[]>>, long[]> {
    private static final long serialVersionUID = 1L;

    private final TreeSet<Long> asked;

    CandidateStage(TreeSet<Long> asked) {
        this.asked = asked;
    }

    @Override
    public Iterator<long[]> call(Iterator<Tuple2<Integer, long[]>> runs) {
        List<long[]> all = new ArrayList<>();
        runs.forEachRemaining(run -> all.add(run._2()));
        long[] repeated = repeated(all);
        Map<Long, Set<Long>> bucketsOf = new HashMap<>();
        for (long[] run : all) {
            for (int i = 0; repeated.length > 0 && i < run.length; i += 2) {
                if (Arrays.binarySearch(repeated, run[i]) >= 0) {
                    bucketsOf.computeIfAbsent(run[i], none -> new TreeSet<>()).add(run[i + 1]);
                }
            }
        }
        List<long[]> candidates = new ArrayList<>();
        bucketsOf.forEach((half, buckets) -> {
            if (buckets.size() > 1 && buckets.stream().anyMatch(asked::contains)) {
                long[] candidate = new long[buckets.size() + 1];
                candidate[0] = half;
                int at = 1;
                for (long bucket : buckets) {
                    candidate[at++] = bucket;
                }
                candidates.add(candidate);
            }
        });
        return candidates.iterator();
    }

    /** The halves that occur more than once, ascending; most of them are the same event again, in its own bucket. */
    private static long[] repeated(List<long[]> runs) {
        long[] halves = new long[runs.stream().mapToInt(run -> run.length / 2).sum()];
        int size = 0;
        for (long[] run : runs) {
            for (int i = 0; i < run.length; i += 2) {
                halves[size++] = run[i];
            }
        }
        Arrays.sort(halves);
        int kept = 0;
        for (int i = 1; i < size; i++) {
            if (halves[i] == halves[i - 1] && (kept == 0 || halves[kept - 1] != halves[i])) {
                halves[kept++] = halves[i];
            }
        }
        return Arrays.copyOf(halves, kept);
    }
}
