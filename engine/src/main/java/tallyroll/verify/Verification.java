package tallyroll.verify;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tallyroll.batch.Comparison;
import tallyroll.bucket.Granularity;
import tallyroll.control.PipelineState;
import tallyroll.expression.SparkExpressions;
import tallyroll.flow.ApplyReport;
import tallyroll.flow.Drift;
import tallyroll.flow.IntervalScope;
import tallyroll.flow.TaskPlan;
import tallyroll.flow.TaskStats;
import tallyroll.job.TallyJobs;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.record.BucketMark;
import tallyroll.redefinition.DefinitionChange;
import tallyroll.run.Sessions;
import tallyroll.run.TaskSecrets;
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
    private final Sessions.Session session;
    private final TaskPlan plan;
    private final TallyJobs jobs;

    private Verification(Pipeline pipeline, Sessions.Session session) {
        this.pipeline = pipeline;
        this.session = session;
        TaskSecrets.requirePortable(pipeline, session);
        stores = Stores.shared(pipeline);
        plan = TallyJobs.plan(pipeline, SparkExpressions.of(pipeline));
        jobs = new TallyJobs(session.context(), plan, StoreSettings.of(pipeline));
    }

    /**
     * Opens the record and the rows for comparison.
     *
     * @param master the Spark master, empty for all cores of this machine
     * @throws tallyroll.redefinition.DefinitionChangedException where rows were written under another definition
     */
    public static Verification open(Pipeline pipeline, String master) {
        Stores stores = Stores.shared(pipeline);
        if (!stores.exist()) {
            throw new StoreException(
                    "Cannot verify \"" + pipeline.name() + "\": there are no tables of it in keyspace \""
                            + pipeline.cassandra().keyspace() + "\". Run it first: ./tallyroll run FILE",
                    null);
        }
        DefinitionChange.of(stores.definition(pipeline.name()), pipeline).requireCurrent("verify");
        return new Verification(pipeline, Sessions.open(pipeline.name() + " verify", master));
    }

    TaskPlan plan() {
        return plan;
    }

    TallyJobs jobs() {
        return jobs;
    }

    Pipeline pipeline() {
        return pipeline;
    }

    /**
     * Compares.
     *
     * @param from µs, inclusive; {@code until} µs, exclusive
     */
    public VerificationReport compare(long from, long until) {
        List<BucketMark> before = stores.record().marks(Long.MIN_VALUE, Long.MAX_VALUE);
        List<Long> recorded = before.stream().map(BucketMark::bucket).toList();
        IntervalScope scope =
                new IntervalScope(plan, from, until, recorded, forgottenBefore(), Micros.now(InstantSource.system()));
        ApplyReport report = new Comparison(plan, jobs).run(scope, recorded);
        Set<Long> unsettled = new HashSet<>();
        before.stream().filter(BucketMark::dirty).forEach(mark -> unsettled.add(mark.bucket()));
        stores.record().marks(Long.MIN_VALUE, Long.MAX_VALUE).stream()
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

    @Override
    public void close() {
        session.close();
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
                scope.reachedBy(forgotten));
    }

    /** Marks are read before events, so what is recorded meanwhile can only make a bucket look fuller. */
    private static List<LostEvents> losses(ApplyReport report, List<BucketMark> marks) {
        Map<Long, BucketMark> markOf = new HashMap<>();
        marks.forEach(mark -> markOf.put(mark.bucket(), mark));
        List<LostEvents> losses = new ArrayList<>();
        for (TaskStats stats : report.stats()) {
            for (TaskStats.Recount recount : stats.recounts()) {
                BucketMark mark = markOf.get(recount.bucket());
                long settled = mark.distinct() + mark.duplicates();
                long found = recount.distinct() + recount.duplicates() + recount.undecoded();
                if (found < settled) {
                    losses.add(new LostEvents(mark.bucket(), mark.settledBatch(), settled, found));
                }
            }
        }
        return losses;
    }

    /** The record buckets whose events make a row. */
    Set<Long> recordBuckets(Drift drift) {
        Rollup rollup = pipeline.rollups().get(drift.rollup());
        Granularity record = pipeline.record().bucket();
        long end = rollup.every().get(drift.granularity()).end(drift.bucket());
        Set<Long> buckets = new TreeSet<>();
        for (long at = record.floor(drift.bucket()); at < end; at = record.end(at)) {
            buckets.add(at);
        }
        return buckets;
    }
}
