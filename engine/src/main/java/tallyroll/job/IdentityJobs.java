package tallyroll.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaSparkContext;
import tallyroll.flow.CopiesFound;
import tallyroll.flow.IdentityFindings;
import tallyroll.flow.Occurrence;
import tallyroll.flow.Repeat;
import tallyroll.flow.TaskPlan;
import tallyroll.store.StoreSettings;

/**
 * Finds identities that were recorded more than once. First only the 8-byte halves of identities that the record keeps beside its
 * events are read, dealt out by range of hashes and compared; then, of those that stand in several buckets, the few events.
 *
 * <p>Memory is bounded by the ranges: there are {@value #RANGES}, one task has one of them in memory at a time, and of a billion
 * identities a range holds four million. They are partitions of the shuffle but not tasks of their own, so a search of ten
 * identities costs no more tasks than there are cores.
 */
final class IdentityJobs {
    static final int RANGE_BITS = 8;
    static final int RANGES = 1 << RANGE_BITS;
    /** Identities repeated within a bucket that are named to the driver. */
    static final int MAX_LISTED = 1 << 21;

    private final JavaSparkContext spark;
    private final StoreSettings settings;
    private final TaskPlan plan;

    IdentityJobs(JavaSparkContext spark, StoreSettings settings, TaskPlan plan) {
        this.spark = spark;
        this.settings = settings;
        this.plan = plan;
    }

    IdentityFindings find(List<Long> buckets, List<Long> neighbours, long before) {
        TreeSet<Long> asked = new TreeSet<>(buckets);
        CopiesFound found = new CopiesFound(asked);
        if (!neighbours.isEmpty()) {
            List<List<Long>> shares = Splits.of(neighbours, spark.defaultParallelism() * 4);
            spark.parallelize(indexes(shares.size()), shares.size())
                    .mapPartitionsToPair(new IdentityStage(settings, shares, before))
                    .partitionBy(new HashPartitioner(RANGES))
                    .mapPartitions(new RangeStage(asked, plan.horizon()))
                    .coalesce(spark.defaultParallelism())
                    .collect()
                    .forEach(repeat -> found.accept(Repeat.of(repeat)));
        }
        return new IdentityFindings(found.copies(), occurrences(found.candidates(), before));
    }

    private List<Occurrence> occurrences(Map<Long, long[]> candidates, long before) {
        List<Occurrence> occurrences = new ArrayList<>();
        if (!candidates.isEmpty()) {
            List<List<Long>> shares =
                    Splits.of(List.copyOf(new TreeSet<>(candidates.keySet())), spark.defaultParallelism() * 4);
            OccurrenceStage.Wanted wanted = new OccurrenceStage.Wanted(candidates, before);
            spark.parallelize(indexes(shares.size()), shares.size())
                    .mapPartitions(new OccurrenceStage(settings, plan, wanted, shares))
                    .collect()
                    .forEach(bytes -> occurrences.addAll(OccurrenceStage.read(bytes)));
        }
        return occurrences;
    }

    private static List<Integer> indexes(int count) {
        return IntStream.range(0, count).boxed().toList();
    }
}
