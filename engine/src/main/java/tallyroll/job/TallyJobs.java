package tallyroll.job;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;
import tallyroll.batch.JobReport;
import tallyroll.batch.Jobs;
import tallyroll.control.Claim;
import tallyroll.event.Expressions;
import tallyroll.flow.ApplyReport;
import tallyroll.flow.CrossBucketDuplicates;
import tallyroll.flow.Mode;
import tallyroll.flow.RecountTask;
import tallyroll.flow.Scope;
import tallyroll.flow.ShuffleRecord;
import tallyroll.flow.SourceOpener;
import tallyroll.flow.TaskWork;
import tallyroll.pipeline.Pipeline;
import tallyroll.summary.RollupTable;

/**
 * Runs batches as Spark jobs of two stages: a map stage that reads, decodes, records and summarises, and an apply stage behind
 * the shuffle. Used by one thread.
 *
 * <p>The shuffle is the barrier of rule R6 because Spark starts no reducer before every map task of the stage has succeeded, and
 * a map task succeeds only after the record confirmed its events ({@link tallyroll.flow.IngestTask}).
 */
public final class TallyJobs implements Jobs {
    /** Cells a map task holds before it sends them on: some 100 MB of small partials at most. */
    static final int MAX_CELLS = 100_000;

    /** The slices in which a summary table is scanned for the keys of its rows. */
    private static final int SCAN_SLICES = 8;

    private final JavaSparkContext spark;
    private final Pipeline pipeline;
    private final Expressions expressions;
    private final Function<Claim, SourceOpener> openers;

    /** @param openers how tasks open the ranges of a claim */
    public TallyJobs(
            JavaSparkContext spark, Pipeline pipeline, Expressions expressions, Function<Claim, SourceOpener> openers) {
        this.spark = spark;
        this.pipeline = pipeline;
        this.expressions = expressions;
        this.openers = openers;
    }

    /** How many map tasks keep all cores busy. */
    public int parallelism() {
        return spark.defaultParallelism();
    }

    @Override
    public JobReport ingest(Claim claim) {
        TaskWork work = new TaskWork(pipeline, expressions, claim, MAX_CELLS);
        int tasks = ((Claim.Ingest) claim.content()).ranges().size();
        JavaPairRDD<byte[], byte[]> packets =
                indexes(tasks, tasks).mapPartitionsToPair(new IngestStage(work, openers.apply(claim)));
        return apply(packets, new ApplyStage(work, Mode.MERGE, null));
    }

    @Override
    public CrossBucketDuplicates moves(List<Long> buckets, List<Long> recorded, long before) {
        return new CrossBucketDuplicateJobs(spark, pipeline, expressions).find(buckets, recorded, before);
    }

    @Override
    public JobReport recount(Claim claim, Scope.Recount scope, CrossBucketDuplicates moves, Mode mode) {
        TaskWork work = new TaskWork(pipeline, expressions, claim, MAX_CELLS);
        return apply(recounted(work, scope, moves), new ApplyStage(work, mode, scope));
    }

    @Override
    public JobReport recountAndScan(Claim claim, Scope.Recount scope, CrossBucketDuplicates moves, Mode mode) {
        TaskWork work = new TaskWork(pipeline, expressions, claim, MAX_CELLS);
        List<ScanStage.Part> parts = new ArrayList<>();
        for (int rollup = 0; rollup < pipeline.rollups().size(); rollup++) {
            for (int i = 0; i < pipeline.rollups().get(rollup).every().size(); i++) {
                RollupTable table = new RollupTable(
                        pipeline.rollups().get(rollup),
                        pipeline.rollups().get(rollup).every().get(i));
                for (int slice = 0; slice < SCAN_SLICES; slice++) {
                    parts.add(new ScanStage.Part(table, rollup, i, slice, SCAN_SLICES));
                }
            }
        }
        JavaPairRDD<byte[], byte[]> stored =
                indexes(parts.size(), parallelism()).mapPartitionsToPair(new ScanStage(pipeline, scope, parts));
        return apply(recounted(work, scope, moves).union(stored), new ApplyStage(work, mode, scope));
    }

    private JavaPairRDD<byte[], byte[]> recounted(TaskWork work, Scope.Recount scope, CrossBucketDuplicates moves) {
        List<List<Long>> portions = Splits.of(scope.recordBuckets(), parallelism() * 4);
        // a scope without events still has one task, whose notice says so
        int tasks = Math.max(1, portions.size());
        List<RecountTask.Share> shares = new ArrayList<>();
        for (int i = 0; i < tasks; i++) {
            shares.add(new RecountTask.Share(i, portions.isEmpty() ? List.of() : portions.get(i)));
        }
        return indexes(tasks, tasks).mapPartitionsToPair(new RecountStage(work, scope, moves, shares));
    }

    /** What goes into a stage are indexes: Spark's serializer for data may be Kryo, which knows no records. */
    private JavaRDD<Integer> indexes(int count, int tasks) {
        return spark.parallelize(IntStream.range(0, count).boxed().toList(), tasks);
    }

    private JobReport apply(JavaPairRDD<byte[], byte[]> packets, ApplyStage stage) {
        long start = System.currentTimeMillis();
        JavaRDD<byte[]> applied = packets.repartitionAndSortWithinPartitions(
                        new ReducerOfKey(parallelism()), new KeyOrder())
                .mapPartitions(stage);
        List<Applied> all = applied.collect().stream()
                .map(bytes -> (Applied) JavaBytes.read(bytes))
                .toList();
        long end = System.currentTimeMillis();
        long barrier = all.stream().mapToLong(Applied::startMillis).min().orElse(end);
        ApplyReport report = all.stream().map(Applied::report).reduce(ApplyReport.NONE, ApplyReport::plus);
        return new JobReport(report, barrier - start, end - barrier);
    }

    /** Packets as Spark wants pairs. */
    static Iterator<Tuple2<byte[], byte[]>> pairs(Iterator<ShuffleRecord> packets) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return packets.hasNext();
            }

            @Override
            public Tuple2<byte[], byte[]> next() {
                ShuffleRecord packet = packets.next();
                return new Tuple2<>(packet.key(), packet.value());
            }
        };
    }
}
