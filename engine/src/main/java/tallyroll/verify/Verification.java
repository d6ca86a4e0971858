package tallyroll.verify;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaSparkContext;
import tallyroll.batch.Comparison;
import tallyroll.batch.MigrationProgress;
import tallyroll.control.PipelineState;
import tallyroll.control.StoredDefinition;
import tallyroll.expression.SparkExpressions;
import tallyroll.flow.ApplyReport;
import tallyroll.flow.Drift;
import tallyroll.flow.IntervalScope;
import tallyroll.flow.TaskPlan;
import tallyroll.flow.TaskStats;
import tallyroll.job.TallyJobs;
import tallyroll.pipeline.Pipeline;
import tallyroll.record.BucketMark;
import tallyroll.record.LostEvents;
import tallyroll.redefinition.DefinitionChange;
import tallyroll.session.Sessions;
import tallyroll.session.TaskSecrets;
import tallyroll.store.StoreSettings;
import tallyroll.store.Stores;
import tallyroll.summary.StoreException;
import tallyroll.time.Micros;

/**
 * Recounts an interval from the record and compares every summary row in it: all rollups, all granularities, rows that are
 * missing and rows that nothing makes. Reads only.
 *
 * <p>Coarser rows are compared with a merge of recounted finest cells, not with stored ones, as far as the interval reaches. A
 * bucket that was touched while the comparison ran counts as not settled.
 */
public final class Verification implements AutoCloseable {
    private final Pipeline pipeline;
    private final Stores stores;
    private final JavaSparkContext context;
    private final Optional<Sessions.Session> own;
    private final TaskPlan plan;
    private final TallyJobs jobs;
    /** Names the jobs of a comparison, so that they can be broken off. */
    private final String tag;

    private Verification(Pipeline pipeline, Optional<Sessions.Session> own, JavaSparkContext context, TaskPlan plan) {
        this.pipeline = pipeline;
        this.own = own;
        this.context = context;
        this.plan = plan;
        stores = Stores.shared(pipeline);
        tag = "tallyroll-compare-" + pipeline.name();
        jobs = new TallyJobs(context, plan, StoreSettings.of(pipeline));
    }

    /**
     * Opens the record and the rows for comparison.
     *
     * @param master the Spark master, empty for all cores of this machine
     * @throws tallyroll.redefinition.DefinitionChangedException where rows were written under another definition
     */
    public static Verification open(Pipeline pipeline, String master) {
        requireTables("verify", pipeline);
        DefinitionChange.of(Stores.shared(pipeline).definition(pipeline.name()), pipeline)
                .requireCurrent("verify");
        Sessions.Session session = Sessions.open(pipeline.name() + " verify", master);
        TaskSecrets.requirePortable(pipeline, session);
        return new Verification(
                pipeline,
                Optional.of(session),
                session.context(),
                TallyJobs.plan(pipeline, SparkExpressions.of(pipeline)));
    }

    /** @throws StoreException for a pipeline that never ran, or where the keyspace is another's */
    public static void requireTables(String verb, Pipeline pipeline) {
        if (!Stores.reading(pipeline).exist()) {
            throw new StoreException(
                    "Cannot " + verb + " \"" + pipeline.name() + "\": there are no tables of it in keyspace \""
                            + pipeline.cassandra().keyspace() + "\". Run it first: ./tallyroll run FILE",
                    null);
        }
    }

    /** Inside the session of a run. Closing it does nothing. */
    public static Verification within(JavaSparkContext context, Pipeline pipeline, TaskPlan plan) {
        return new Verification(pipeline, Optional.empty(), context, plan);
    }

    TaskPlan plan() {
        return plan;
    }

    Pipeline pipeline() {
        return pipeline;
    }

    /** The end of a record bucket, µs. */
    long endOf(long recordBucket) {
        return pipeline.record().bucket().end(recordBucket);
    }

    /**
     * Compares.
     *
     * @param from µs, inclusive; {@code until} µs, exclusive
     */
    public VerificationReport compare(long from, long until) {
        context.addJobTag(tag);
        try {
            return compared(from, until);
        } finally {
            context.removeJobTag(tag);
        }
    }

    /** Breaks off a comparison that runs in another thread; it throws. */
    public void cancel() {
        context.cancelJobsWithTag(tag);
    }

    private VerificationReport compared(long from, long until) {
        List<BucketMark> before = stores.record().marks(earliest(from), latest(until));
        List<Long> recorded = before.stream().map(BucketMark::bucket).toList();
        IntervalScope scope =
                new IntervalScope(plan, from, until, recorded, forgottenBefore(), Micros.now(InstantSource.system()));
        StoredDefinition definition = stores.definition(pipeline.name());
        ApplyReport report = new Comparison(plan, jobs).run(scope, recorded, definition);
        Set<Long> unsettled = new HashSet<>(MigrationProgress.outdated(definition, before));
        before.stream().filter(BucketMark::dirty).forEach(mark -> unsettled.add(mark.bucket()));
        stores.record().marks(earliest(from), latest(until)).stream()
                .filter(BucketMark::dirty)
                .forEach(mark -> unsettled.add(mark.bucket()));
        return verified(report, scope, unsettled, losses(report, before));
    }

    /** Events of buckets before this are not read: they are forgotten, or are being forgotten now. */
    private long forgottenBefore() {
        return stores.control()
                .read(pipeline.name())
                .orElseGet(() -> PipelineState.initial(pipeline.name()))
                .forgotten()
                .eventsBefore();
    }

    /** Where the first record bucket begins that an interval needs: one below its longest row, or one in reach of that. */
    private long earliest(long from) {
        long start = plan.rollups().stream()
                .flatMap(rollup -> rollup.every().stream())
                .mapToLong(every -> from == Long.MIN_VALUE ? from : every.floor(from))
                .min()
                .orElse(from);
        return start == Long.MIN_VALUE ? start : plan.horizon().from(start);
    }

    private long latest(long until) {
        long end = plan.rollups().stream()
                .flatMap(rollup -> rollup.every().stream())
                .mapToLong(every -> until == Long.MAX_VALUE ? until : every.end(every.floor(until)))
                .max()
                .orElse(until);
        return end == Long.MAX_VALUE ? end : plan.horizon().until(end);
    }

    @Override
    public void close() {
        own.ifPresent(Sessions.Session::close);
    }

    private VerificationReport verified(
            ApplyReport report, IntervalScope scope, Set<Long> unsettled, List<LostEvents> losses) {
        // what was forgotten while it was read is neither drift nor loss
        long forgotten = forgottenBefore();
        List<Drift> settled = new ArrayList<>();
        Set<String> forgottenRows = new HashSet<>();
        Set<String> settledRows = new HashSet<>();
        Set<String> pendingRows = new HashSet<>();
        for (Drift drift : report.drifts()) {
            String row = drift.table() + drift.group() + drift.bucket();
            if (recordBuckets(drift).stream().anyMatch(bucket -> bucket >= scope.eventsFrom() && bucket < forgotten)) {
                forgottenRows.add(row);
            } else if (recordBuckets(drift).stream().anyMatch(unsettled::contains)) {
                pendingRows.add(row);
            } else {
                settledRows.add(row);
                settled.add(drift);
            }
        }
        // rows beyond those reported in full are taken as settled: never call a drift pending that is not known to be
        long rest = report.drifted() - settledRows.size() - pendingRows.size() - forgottenRows.size();
        long distinct = 0;
        long duplicates = 0;
        long undecoded = 0;
        for (TaskStats stats : report.stats()) {
            for (TaskStats.Recount recount : stats.recounts()) {
                distinct += recount.distinct();
                duplicates += recount.duplicates();
                undecoded += recount.undecoded();
            }
        }
        return new VerificationReport(
                report.rows(),
                settledRows.size() + rest,
                pendingRows.size(),
                settled,
                scope.recordBuckets().size(),
                scope.recordBuckets().stream().filter(unsettled::contains).count(),
                distinct,
                duplicates,
                undecoded,
                losses.stream().filter(loss -> loss.bucket() >= forgotten).toList(),
                scope.reachedBy(forgotten),
                List.copyOf(damaged(report, unsettled)));
    }

    /** A damaged bucket counts as not settled where any of its record buckets is: it is corrected when that settles. */
    private Set<Long> damaged(ApplyReport report, Set<Long> unsettled) {
        Set<Long> damaged = new TreeSet<>();
        for (ApplyReport.Damaged one : report.damaged()) {
            Set<Long> buckets = recordBuckets(one);
            if (buckets.stream().noneMatch(unsettled::contains)) {
                damaged.addAll(buckets);
            }
        }
        return damaged;
    }

    /** Marks are read before events, so what is recorded meanwhile can only make a bucket look fuller. */
    private List<LostEvents> losses(ApplyReport report, List<BucketMark> marks) {
        Map<Long, BucketMark> markOf = new HashMap<>();
        marks.forEach(mark -> markOf.put(mark.bucket(), mark));
        List<LostEvents> losses = new ArrayList<>();
        for (TaskStats stats : report.stats()) {
            for (TaskStats.Recount recount : stats.recounts()) {
                LostEvents.Settled.of(markOf.get(recount.bucket()))
                        .flatMap(settled -> settled.loss(recount.bucket(), held(markOf, recount, settled)))
                        .ifPresent(losses::add);
            }
        }
        return losses;
    }

    /** Where events came since it was settled, they do not make up for what was lost. */
    private long held(Map<Long, BucketMark> marks, TaskStats.Recount recount, LostEvents.Settled settled) {
        return marks.get(recount.bucket()).dirty()
                ? stores.record().count(recount.bucket(), settled.batches())
                : recount.distinct() + recount.duplicates() + recount.undecoded();
    }

    /** The record buckets whose events make a row. */
    private Set<Long> recordBuckets(Drift drift) {
        return recordBuckets(new ApplyReport.Damaged(drift.rollup(), drift.granularity(), drift.bucket()));
    }

    private Set<Long> recordBuckets(ApplyReport.Damaged damaged) {
        return damaged.recordBuckets(pipeline.rollups(), pipeline.record().bucket());
    }
}
