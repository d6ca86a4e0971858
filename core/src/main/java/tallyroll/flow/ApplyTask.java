package tallyroll.flow;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import tallyroll.apply.PartitionApply;
import tallyroll.apply.PartitionReader;
import tallyroll.bucket.Granularity;
import tallyroll.control.Claim.Cause;
import tallyroll.flow.BatchTasks.ApplyPorts;
import tallyroll.pipeline.Pipeline;
import tallyroll.retry.RetryPolicy;
import tallyroll.summary.CounterStore;
import tallyroll.summary.GroupKey;

/**
 * The apply side of a batch in one task: takes what the shuffle gives it sorted by {@link ShuffleKey}, merges the pieces of each
 * partial, merges finest buckets into coarser ones, and applies each group's rows partition by partition. Holds one group at a
 * time. Not thread-safe.
 */
public final class ApplyTask {
    private final RollupShape[] shapes;
    private final RowTarget target;
    private final Iterator<ShuffleRecord> sorted;
    private final int attempt;
    private final List<TaskStats> stats = new ArrayList<>();

    private ApplyTask(TaskPlan plan, RowTarget target, Iterator<ShuffleRecord> sorted, int attempt) {
        this(RollupShape.all(plan.rollups(), plan.event().schema(), plan.mode()), target, sorted, attempt);
    }

    private ApplyTask(RollupShape[] shapes, RowTarget target, Iterator<ShuffleRecord> sorted, int attempt) {
        this.shapes = shapes;
        this.target = target;
        this.sorted = sorted;
        this.attempt = attempt;
    }

    /** Applies new events in the way that the pipeline's strategy keeps summaries. */
    static ApplyTask ofNewEvents(IngestTasks tasks, int attempt, Iterator<ShuffleRecord> sorted, ApplyPorts ports) {
        TaskPlan plan = tasks.plan();
        RowTargets targets = new RowTargets(plan.delivery(), tasks.claim(), tasks.outdated(), attempt, ports);
        return new ApplyTask(plan, plan.mode().write(targets), sorted, attempt);
    }

    /** Adds to counters. There is no batch: a counter knows of none. */
    public static ApplyTask ofCounters(
            Pipeline pipeline, CounterStore counters, RetryPolicy retry, Iterator<ShuffleRecord> sorted) {
        RollupShape[] shapes = RollupShape.all(
                pipeline.rollups(),
                pipeline.event().schema(),
                pipeline.strategy().summaryMode());
        RowTarget target = RowTargets.counting(pipeline.counting().delivery(), counters, retry);
        return new ApplyTask(shapes, target, sorted, 0);
    }

    /** Gives the rows to a target that keeps them to itself. */
    static ApplyTask collecting(TaskPlan plan, RowTarget target, Iterator<ShuffleRecord> sorted) {
        return new ApplyTask(plan, target, sorted, 0);
    }

    /** Puts recounted rows in the place of those that differ. */
    static ApplyTask replacing(SettleTasks tasks, int attempt, Iterator<ShuffleRecord> sorted, ApplyPorts ports) {
        long batch = tasks.claim().batch();
        PartitionApply partitions =
                new PartitionApply(ports.summaries(), batch, tasks.claim().writeTimestamp(attempt), ports.retry());
        RowTarget target = tasks.claim().cause() == Cause.AUDIT
                ? GroupApply.auditing(tasks.input().scope(), tasks.outdated(), batch, partitions, ports.summaries())
                : GroupApply.replacing(tasks.input().scope(), tasks.outdated(), batch, partitions, ports.summaries());
        return new ApplyTask(tasks.plan(), target, sorted, attempt);
    }

    /** Reports the rows that differ from recounted ones. */
    static ApplyTask comparing(CompareTasks tasks, Iterator<ShuffleRecord> sorted, ApplyPorts ports) {
        PartitionReader partitions = new PartitionReader(ports.summaries());
        RowTarget target = GroupApply.comparing(tasks.input().scope(), tasks.spared(), partitions, ports.summaries());
        return new ApplyTask(tasks.plan(), target, sorted, 0);
    }

    /** <b>apply</b>: applies everything and returns when the store has confirmed it all. */
    public ApplyReport apply() {
        byte[] current = null;
        List<NavigableMap<Long, Accumulators>> byTable = List.of();
        while (sorted.hasNext()) {
            ShuffleRecord next = sorted.next();
            ShuffleKey key = ShuffleKey.read(next.key());
            if (key.rollup() == ShuffleKey.STATS) {
                stats.add(TaskStats.read(next.value()));
                continue;
            }
            if (current == null || !ShuffleKey.sameGroup(current, next.key())) {
                apply(current, byTable);
                byTable = maps(shapes[key.rollup()]);
            }
            current = next.key();
            Accumulators piece = Accumulators.read(shapes[key.rollup()].row(), next.value());
            byTable.get(key.granularity()).merge(key.bucket(), piece, (held, other) -> {
                held.merge(other);
                return held;
            });
        }
        apply(current, byTable);
        ApplyReport report = target.finish(stats);
        return attempt > 0 || stats.stream().anyMatch(TaskStats::retried) ? report.ofRetried() : report;
    }

    private void apply(byte[] key, List<NavigableMap<Long, Accumulators>> byTable) {
        if (key == null) {
            return;
        }
        ShuffleKey first = ShuffleKey.read(key);
        RollupShape shape = shapes[first.rollup()];
        GroupKey group = first.group();
        NavigableMap<Long, Accumulators> finest = byTable.get(0);
        for (int i = shape.tables().size() - 1; i >= 1; i--) {
            NavigableMap<Long, Accumulators> coarse = byTable.get(i);
            Granularity every = shape.tables().get(i).every();
            finest.forEach((bucket, accumulators) -> coarse.computeIfAbsent(
                            every.floor(bucket), start -> Accumulators.empty(shape.row()))
                    .merge(accumulators));
            target.take(shape, i, group, coarse);
        }
        target.take(shape, 0, group, finest);
    }

    private static List<NavigableMap<Long, Accumulators>> maps(RollupShape shape) {
        List<NavigableMap<Long, Accumulators>> maps = new ArrayList<>();
        shape.tables().forEach(table -> maps.add(new TreeMap<>()));
        return maps;
    }
}
