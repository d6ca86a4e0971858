package tallyroll.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import tallyroll.apply.Retry;
import tallyroll.batch.JobReport;
import tallyroll.batch.Jobs;
import tallyroll.control.Claim;
import tallyroll.flow.ApplyReport;
import tallyroll.flow.ApplyTask;
import tallyroll.flow.CrossBucketDuplicates;
import tallyroll.flow.IngestTask;
import tallyroll.flow.Mode;
import tallyroll.flow.Occurrence;
import tallyroll.flow.OccurrenceTask;
import tallyroll.flow.RecountTask;
import tallyroll.flow.Scope;
import tallyroll.flow.ShuffleKey;
import tallyroll.flow.ShuffleRecord;
import tallyroll.flow.TaskStats;
import tallyroll.flow.TaskWork;
import tallyroll.pipeline.Pipeline;
import tallyroll.summary.RollupTable;
import tallyroll.summary.StoreException;

/** Runs the tasks of a batch in a loop: map tasks in any order, each with further attempts, then the apply tasks likewise. */
final class SimJobs implements Jobs {
    private static final int MAX_ATTEMPTS = 4;

    private final World world;
    private final Host process;
    private final Pipeline pipeline;
    private final Faults faults;

    SimJobs(World world, Host process) {
        this.world = world;
        this.process = process;
        pipeline = world.pipeline();
        faults = world.faults();
    }

    /** A task failed too often: the batch is given up, and the driver with it. */
    static final class GivenUp extends RuntimeException {
        private static final long serialVersionUID = 1L;

        GivenUp(String what, RuntimeException cause) {
            super(what + " failed " + MAX_ATTEMPTS + " times", cause);
        }
    }

    /** One attempt of a task. */
    private interface Work<T> {
        T run(Host host, int attempt);
    }

    @Override
    public JobReport ingest(Claim claim) {
        TaskWork work = work(claim);
        int tasks = ((Claim.Ingest) claim.content()).ranges().size();
        List<ShuffleRecord> packets = new ArrayList<>();
        for (int task : world.shuffled(tasks)) {
            packets.addAll(tried("intake-" + task, (host, attempt) -> binding(work, task, host, attempt)));
        }
        return apply(work, Mode.MERGE, null, packets);
    }

    private List<ShuffleRecord> binding(TaskWork work, int task, Host host, int attempt) {
        Claim.Range range = work.claim().range(task);
        List<ShuffleRecord> out = new ArrayList<>();
        try (IngestTask binding = new IngestTask(
                work,
                task,
                new TopicReader(world.topic(), range, world::given),
                new FaultyRecord(world, host).appender(work.claim(), task, attempt))) {
            binding.forEachRemaining(out::add);
        }
        return out;
    }

    @Override
    public CrossBucketDuplicates moves(List<Long> buckets, List<Long> recorded, long before) {
        Set<Long> asked = new TreeSet<>(buckets);
        Set<Long> all = new TreeSet<>(recorded);
        all.addAll(asked);
        return tried("moves", (host, attempt) -> {
            FaultyRecord record = new FaultyRecord(world, host);
            Map<Long, Set<Long>> bucketsOf = new TreeMap<>();
            all.forEach(bucket -> record.identities(bucket, half -> bucketsOf
                    .computeIfAbsent(half, none -> new TreeSet<>())
                    .add(bucket)));
            bucketsOf.values().removeIf(in -> in.size() < 2 || in.stream().noneMatch(asked::contains));
            Set<Long> involved = new TreeSet<>();
            bucketsOf.values().forEach(involved::addAll);
            long[] wanted = bucketsOf.keySet().stream().mapToLong(half -> half).toArray();
            List<Occurrence> seen = new OccurrenceTask(pipeline, world.expressions(), wanted, before)
                    .find(record, List.copyOf(involved));
            return CrossBucketDuplicates.of(seen, pipeline.event().duplicates());
        });
    }

    @Override
    public JobReport recount(Claim claim, Scope.Recount scope, CrossBucketDuplicates moves, Mode mode) {
        TaskWork work = work(claim);
        return apply(work, mode, scope, recounted(work, scope, moves));
    }

    @Override
    public JobReport recountAndScan(Claim claim, Scope.Recount scope, CrossBucketDuplicates moves, Mode mode) {
        TaskWork work = work(claim);
        List<ShuffleRecord> packets = recounted(work, scope, moves);
        for (int rollup = 0; rollup < pipeline.rollups().size(); rollup++) {
            int index = rollup;
            for (int i = 0; i < pipeline.rollups().get(index).every().size(); i++) {
                int granularity = i;
                packets.addAll(
                        tried("scan-" + index + "-" + i, (host, attempt) -> stored(scope, index, granularity, host)));
            }
        }
        return apply(work, mode, scope, packets);
    }

    private List<ShuffleRecord> stored(Scope.Recount scope, int rollup, int granularity, Host host) {
        RollupTable table = new RollupTable(
                pipeline.rollups().get(rollup),
                pipeline.rollups().get(rollup).every().get(granularity));
        List<ShuffleRecord> named = new ArrayList<>();
        new FaultySummaries(world, host).scan(table, 0, 1, (group, bucket) -> {
            if (scope.touches(rollup, bucket, table.every().end(bucket))) {
                named.add(ShuffleRecord.naming(rollup, group, granularity, bucket));
            }
        });
        return named;
    }

    private List<ShuffleRecord> recounted(TaskWork work, Scope.Recount scope, CrossBucketDuplicates moves) {
        List<Long> buckets = scope.recordBuckets();
        int tasks = 1 + faults.random().nextInt(3);
        List<ShuffleRecord> packets = new ArrayList<>();
        for (int task : world.shuffled(tasks)) {
            List<Long> share = buckets.subList(buckets.size() * task / tasks, buckets.size() * (task + 1) / tasks);
            packets.addAll(tried("recount-" + task, (host, attempt) -> {
                List<ShuffleRecord> out = new ArrayList<>();
                RecountTask.Share part = new RecountTask.Share(task, share);
                new RecountTask(work, scope, moves, part, new FaultyRecord(world, host)).forEachRemaining(out::add);
                return out;
            }));
        }
        return packets;
    }

    private JobReport apply(TaskWork work, Mode mode, Scope.Recount scope, List<ShuffleRecord> packets) {
        int reducers = 1 + faults.random().nextInt(3);
        ApplyReport report = ApplyReport.NONE;
        for (int reducer : world.shuffled(reducers)) {
            List<ShuffleRecord> sorted = packets.stream()
                    .filter(packet -> ShuffleKey.reducer(packet.key(), reducers) == reducer)
                    .sorted((left, right) -> ShuffleKey.compare(left.key(), right.key()))
                    .toList();
            report = report.plus(tried("apply-" + reducer, (host, attempt) -> {
                FaultySummaries summaries = new FaultySummaries(world, host);
                return new ApplyTask(work, attempt, mode, scope, summaries, Retry.immediately(3))
                        .run(sorted.iterator());
            }));
        }
        world.recordNow();
        return new JobReport(listener(report), 0, 0);
    }

    /** With marks switched off the driver does not hear which buckets were touched. */
    private ApplyReport listener(ApplyReport report) {
        if (!faults.off(Off.MARKS)) {
            return report;
        }
        Function<TaskStats, TaskStats> deaf = notice -> new TaskStats(notice.books(), List.of(), notice.recounts());
        List<TaskStats> notices = report.notices().stream().map(deaf).toList();
        return new ApplyReport(
                report.rows(),
                report.written(),
                report.deleted(),
                report.already(),
                report.same(),
                report.drifted(),
                report.drifts(),
                notices);
    }

    private <T> T tried(String task, Work<T> work) {
        for (int attempt = 0; ; attempt++) {
            process.alive();
            int number = attempt;
            Host host = process.attempt(task, number);
            try {
                return work.run(host, number);
            } catch (Host.Crash crash) {
                goesOn(host, () -> work.run(Host.ghost(host.toString()), number));
                throw crash;
            } catch (Host.TaskFailure | StoreException failure) {
                goesOn(host, () -> work.run(Host.ghost(host.toString()), number));
                if (attempt + 1 == MAX_ATTEMPTS) {
                    throw new GivenUp(task, failure);
                }
            }
        }
    }

    /** An attempt that counts as failed may still be running somewhere, and do all its work again, late. */
    private void goesOn(Host host, Runnable again) {
        if (faults.random().nextInt(3) == 0) {
            faults.later("all of " + host, () -> world.ghostly(again));
        }
    }

    private TaskWork work(Claim claim) {
        return new TaskWork(
                pipeline, world.expressions(), claim, 1 + faults.random().nextInt(40));
    }
}
