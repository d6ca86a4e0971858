package tallyroll.job;

import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import tallyroll.batch.BatchListener;
import tallyroll.batch.BatchListener.Phase;
import tallyroll.batch.Jobs;
import tallyroll.event.Expressions;
import tallyroll.flow.ApplyReport;
import tallyroll.flow.BatchTasks;
import tallyroll.flow.IdentityFindings;
import tallyroll.flow.Scope;
import tallyroll.flow.StoredRows;
import tallyroll.flow.TaskPlan;
import tallyroll.pipeline.Pipeline;
import tallyroll.search.SearchTask;
import tallyroll.store.StoreSettings;

/**
 * Runs batches as Spark jobs of two stages: a map stage that reads, decodes, records and summarises, and an apply stage behind
 * the shuffle. One thread runs batches, another may search beside it.
 *
 * <p>The shuffle is the barrier of rule R6 because Spark starts no reducer before every map task of the stage has succeeded, and
 * a map task succeeds only after the record confirmed its events ({@link tallyroll.flow.MapTask}).
 */
public final class TallyJobs implements Jobs {
    /** Accumulators that a map task holds before it sends them on: some 100 MB of small partials at most. */
    private static final int MAX_ACCUMULATORS = 100_000;

    /** The slices in which a summary table is scanned for the keys of its rows. */
    private static final int SCAN_SLICES = 8;

    private final JavaSparkContext spark;
    private final TaskPlan plan;
    private final StoreSettings settings;

    /** @param settings of the stores that tasks open where they run */
    public TallyJobs(JavaSparkContext spark, TaskPlan plan, StoreSettings settings) {
        this.spark = spark;
        this.plan = plan;
        this.settings = settings;
    }

    /** The plan of a pipeline's tasks on Spark. */
    public static TaskPlan plan(Pipeline pipeline, Expressions expressions) {
        return TaskPlan.of(pipeline, expressions, MAX_ACCUMULATORS);
    }

    /** How many map tasks keep all cores busy. */
    public int parallelism() {
        return spark.defaultParallelism();
    }

    @Override
    public ApplyReport run(BatchTasks tasks, MapSide map, ApplySide apply, BatchListener listener) {
        int count = tasks.mapTasks(parallelism() * 4);
        if (count == 0) {
            return ApplyReport.NONE;
        }
        JavaPairRDD<byte[], byte[]> mapped =
                indexes(count, count).mapPartitionsToPair(new MapStage(settings, tasks, map, count));
        JavaPairRDD<byte[], byte[]> all =
                tasks.visited().map(scope -> mapped.union(storedRows(scope))).orElse(mapped);
        JavaRDD<byte[]> written = all.repartitionAndSortWithinPartitions(
                        new ReducerOfKey(parallelism()), new KeyOrder())
                .mapPartitions(new ApplyStage(settings, tasks, apply));
        List<Applied> applied = done(written::collect).stream()
                .map(bytes -> (Applied) JavaBytes.read(bytes))
                .toList();
        applied.stream()
                .mapToLong(Applied::startMillis)
                .min()
                .ifPresent(barrier -> listener.began(Phase.APPLY, Instant.ofEpochMilli(barrier)));
        return applied.stream().map(Applied::report).reduce(ApplyReport.NONE, ApplyReport::plus);
    }

    @Override
    public IdentityFindings repeatedIdentities(List<Long> buckets, List<Long> neighbours, long before) {
        return done(() -> new IdentityJobs(spark, settings, plan).find(buckets, neighbours, before));
    }

    /** What Spark throws is checked, though no method of it says so, and passes by whoever catches what is not. */
    static <T> T done(Callable<T> job) {
        try {
            return job.call();
        } catch (RuntimeException known) {
            throw known;
        } catch (Exception aborted) {
            throw new CompletionException(aborted.getMessage(), aborted);
        }
    }

    /** Parts near each other go to one Spark task, one after the other: most of them are small. */
    @Override
    public <R extends Serializable> List<R> search(List<? extends SearchTask<R>> tasks) {
        if (tasks.isEmpty()) {
            return List.of();
        }
        List<byte[]> portions = Splits.of(tasks, parallelism() * 4).stream()
                .map(portion -> JavaBytes.write(new ArrayList<>(portion)))
                .toList();
        JavaRDD<byte[]> results = spark.parallelize(portions, portions.size()).map(new SearchStage(settings));
        return done(results::collect).stream()
                .flatMap(portion -> SearchStage.<R>read(portion).stream())
                .toList();
    }

    private JavaPairRDD<byte[], byte[]> storedRows(Scope.Recount scope) {
        List<StoredRows> parts = StoredRows.all(plan, SCAN_SLICES);
        return indexes(parts.size(), parallelism())
                .mapPartitionsToPair(new StoredRowsStage(settings, plan, scope, parts));
    }

    /** What goes into a stage are indexes: Spark's serializer for data may be Kryo, which knows no records. */
    private JavaRDD<Integer> indexes(int count, int tasks) {
        return spark.parallelize(IntStream.range(0, count).boxed().toList(), tasks);
    }
}
