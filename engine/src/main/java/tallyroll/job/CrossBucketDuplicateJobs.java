package tallyroll.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaSparkContext;
import tallyroll.flow.CrossBucketDuplicates;
import tallyroll.flow.Occurrence;
import tallyroll.flow.TaskPlan;
import tallyroll.store.StoreSettings;

/**
 * Finds identities that stand in more than one record bucket. First only the 8-byte halves of identities that the record keeps
 * beside its blocks are read and brought together by a shuffle; then the few buckets in which the same one turned up are read
 * in full.
 */
final class CrossBucketDuplicateJobs {
    /** Record buckets whose identities one reducer sorts at a time. */
    private static final int BUCKETS_A_REDUCER = 8;

    private final JavaSparkContext spark;
    private final StoreSettings settings;
    private final TaskPlan plan;

    CrossBucketDuplicateJobs(JavaSparkContext spark, StoreSettings settings, TaskPlan plan) {
        this.spark = spark;
        this.settings = settings;
        this.plan = plan;
    }

    CrossBucketDuplicates find(List<Long> buckets, List<Long> recorded, long before) {
        Set<Long> all = new TreeSet<>(recorded);
        all.addAll(buckets);
        if (all.size() < 2) {
            return CrossBucketDuplicates.NONE;
        }
        List<long[]> candidates = candidates(List.copyOf(all), new TreeSet<>(buckets));
        if (candidates.isEmpty()) {
            return CrossBucketDuplicates.NONE;
        }
        Set<Long> involved = new TreeSet<>();
        candidates.forEach(candidate -> Arrays.stream(candidate).skip(1).forEach(involved::add));
        long[] wanted = candidates.stream()
                .mapToLong(candidate -> candidate[0])
                .sorted()
                .toArray();
        List<List<Long>> shares = Splits.of(List.copyOf(involved), spark.defaultParallelism());
        List<Occurrence> occurrences = new ArrayList<>();
        spark.parallelize(indexes(shares.size()), shares.size())
                .mapPartitions(new OccurrenceStage(settings, plan, new OccurrenceStage.Wanted(wanted, before), shares))
                .collect()
                .forEach(bytes -> occurrences.addAll(OccurrenceStage.read(bytes)));
        return CrossBucketDuplicates.of(occurrences, plan.event().duplicates());
    }

    /** Per identity half that stands in several buckets, one of them asked for: the half, then the buckets. */
    private List<long[]> candidates(List<Long> all, Set<Long> asked) {
        int reducers = Math.max(spark.defaultParallelism(), all.size() / BUCKETS_A_REDUCER);
        List<List<Long>> shares = Splits.of(all, spark.defaultParallelism() * 4);
        return spark.parallelize(indexes(shares.size()), shares.size())
                .mapPartitionsToPair(new IdentityStage(settings, shares, reducers))
                .partitionBy(new HashPartitioner(reducers))
                .mapPartitions(new CandidateStage(new TreeSet<>(asked)))
                .collect();
    }

    private static List<Integer> indexes(int count) {
        return IntStream.range(0, count).boxed().toList();
    }
}
