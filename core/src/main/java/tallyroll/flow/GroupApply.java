package tallyroll.flow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import tallyroll.apply.Decided;
import tallyroll.apply.Decision;
import tallyroll.apply.PartitionApply;
import tallyroll.apply.PartitionReader;
import tallyroll.apply.RowRule;
import tallyroll.bucket.Granularity;
import tallyroll.bucket.Period;
import tallyroll.measure.Column;
import tallyroll.summary.GroupKey;
import tallyroll.summary.RollupTable;
import tallyroll.summary.RowLife;
import tallyroll.summary.RowShape;
import tallyroll.summary.SummaryRow;
import tallyroll.summary.SummaryStore;
import tallyroll.summary.SummaryStore.Partition;

/** Keeping versioned totals: partials are merged into rows, put in their place, or compared, and what came of them is counted. */
final class GroupApply implements RowTarget {
    private final Mode mode;
    private final Scope.Recount scope;
    private final Outdated outdated;
    private final long batch;
    private final RowAction action;
    private final FinerRows finer;
    private final InFlight inFlight = new InFlight();
    private final Map<RollupTable, Map<Long, Boolean>> covered = new HashMap<>();
    private final List<Drift> drifts = new ArrayList<>();
    private final Set<ApplyReport.Damaged> damaged = new HashSet<>();
    private long rows;
    private long written;
    private long deleted;
    private long already;
    private long same;
    private long drifted;

    /** What becomes of a merged partial: it is added to the row, put in the row's place, put there if it is another, or only compared. */
    private enum Mode {
        MERGE,
        REPLACE,
        AUDIT,
        COMPARE
    }

    /** Has a rule decide on rows, and perhaps does what it decided. */
    private interface RowAction {
        CompletionStage<List<Decided>> on(Partition partition, NavigableSet<Long> buckets, RowRule rule);
    }

    /** Rows that are read to be merged into a coarser one. */
    private record FinerRows(SummaryStore store, BiConsumer<Partition, SummaryRow> check) {}

    private GroupApply(
            Mode mode, Scope.Recount scope, Outdated outdated, long batch, RowAction action, FinerRows finer) {
        this.mode = mode;
        this.scope = scope;
        this.outdated = outdated;
        this.batch = batch;
        this.action = action;
        this.finer = finer;
    }

    /** Adds new events to the rows. */
    static GroupApply merging(Outdated outdated, long batch, PartitionApply partitions) {
        return new GroupApply(Mode.MERGE, null, outdated, batch, partitions::apply, null);
    }

    /** Puts rows of recounted events in the place of those that differ. */
    static GroupApply replacing(
            Scope.Recount scope, Outdated outdated, long batch, PartitionApply partitions, SummaryStore store) {
        FinerRows finer = new FinerRows(store, partitions::requireNotAhead);
        return new GroupApply(Mode.REPLACE, scope, outdated, batch, partitions::apply, finer);
    }

    /** As {@link #replacing}, but rows that verifying would find right are left as they are. */
    static GroupApply auditing(
            Scope.Recount scope, Outdated outdated, long batch, PartitionApply partitions, SummaryStore store) {
        FinerRows finer = new FinerRows(store, partitions::requireNotAhead);
        return new GroupApply(Mode.AUDIT, scope, outdated, batch, partitions::apply, finer);
    }

    /** Only reads. */
    static GroupApply comparing(Scope.Recount scope, Outdated spared, PartitionReader partitions, SummaryStore store) {
        FinerRows finer = new FinerRows(store, (partition, row) -> {});
        return new GroupApply(Mode.COMPARE, scope, spared, 0, partitions::examine, finer);
    }

    /**
     * Where a coarser bucket reaches beyond what is recomputed, the finest rows of the rest are read and merged in: they are what
     * the coarser row is made of. One that is of a later batch fences this task, which would otherwise write a total that says it
     * is of this batch and counts events of a later one; the driver of that batch would add them once more.
     */
    @Override
    public void take(RollupShape shape, int granularity, GroupKey group, NavigableMap<Long, Accumulators> cells) {
        if (granularity > 0 && mode != Mode.MERGE) {
            complete(shape, granularity, group, cells);
        }
        shape.byPartition(
                granularity,
                group,
                cells,
                (partition, part) -> inFlight.add(applied(shape, granularity, partition, part)));
    }

    @Override
    public ApplyReport finish(List<TaskStats> stats) {
        inFlight.finish();
        return new ApplyReport(rows, written, deleted, already, same, drifted, drifts, damaged, stats, false);
    }

    private void complete(RollupShape shape, int granularity, GroupKey group, NavigableMap<Long, Accumulators> coarse) {
        Granularity every = shape.tables().get(granularity).every();
        coarse.entrySet().removeIf(cell -> {
            long start = cell.getKey();
            long end = every.end(start);
            // days of another zone than now do not begin where a bucket does: nothing makes such a row
            return every.begins(start)
                    && !covered(shape, granularity, start)
                    && !outdated.leavesAlone(shape.index(), batch, start, end)
                    && !merged(shape, group, start, end, cell.getValue());
        });
    }

    private CompletionStage<Runnable> applied(
            RollupShape shape, int granularity, Partition partition, NavigableMap<Long, Accumulators> cells) {
        RowRule rule = mode == Mode.MERGE ? merging(shape, cells) : replacing(shape, cells);
        RowRule living = mode == Mode.COMPARE ? living(partition.table(), rule) : rule;
        return action.on(partition, cells.navigableKeySet(), sparing(shape, granularity, living))
                .thenApply(list -> () -> list.forEach(one -> count(shape, granularity, partition, one)));
    }

    private RowRule living(RollupTable table, RowRule rule) {
        return (bucket, stored) ->
                RowLife.over(table, bucket, scope.asOfMicros()) ? Decision.SAME : rule.decide(bucket, stored);
    }

    /** Rows of an earlier definition, and those that would be begun in the middle of it, are left as they are. */
    private RowRule sparing(RollupShape shape, int granularity, RowRule rule) {
        Granularity every = shape.tables().get(granularity).every();
        return outdated == Outdated.NONE
                ? rule
                : (bucket, stored) -> outdated.leavesAlone(shape.index(), batch, bucket, every.reach(bucket))
                        ? Decision.SAME
                        : rule.decide(bucket, stored);
    }

    private RowRule merging(RollupShape shape, NavigableMap<Long, Accumulators> cells) {
        RowShape row = shape.row();
        return (bucket, stored) -> {
            Accumulators cell = cells.get(bucket);
            if (cell.isEmpty() || (stored != null && outdated.old(shape.index(), stored))) {
                return Decision.SAME;
            }
            if (stored == null) {
                return new Decision.Write(new SummaryRow(bucket, batch, cell.values(row)));
            }
            return Accumulators.stored(row, stored.values())
                    .map(total -> merged(total, cell, row, bucket))
                    .orElse(Decision.UNREADABLE);
        };
    }

    private Decision merged(Accumulators total, Accumulators cell, RowShape row, long bucket) {
        total.merge(cell);
        return new Decision.Write(new SummaryRow(bucket, batch, total.values(row)));
    }

    private RowRule replacing(RollupShape shape, NavigableMap<Long, Accumulators> cells) {
        RowShape row = shape.row();
        return (bucket, stored) -> {
            Accumulators cell = cells.get(bucket);
            if (cell.isEmpty()) {
                return stored == null ? Decision.SAME : Decision.DELETE;
            }
            Object[] values = cell.values(row);
            boolean right =
                    stored != null && !outdated.old(shape.index(), stored) && right(row, stored.values(), values);
            return right ? Decision.SAME : new Decision.Write(new SummaryRow(bucket, batch, values));
        };
    }

    /** What is compared may differ where the order of events decides; what is recomputed is put there as it came out. */
    private boolean right(RowShape shape, Object[] stored, Object[] recomputed) {
        return mode == Mode.REPLACE ? shape.identical(stored, recomputed) : shape.same(stored, recomputed);
    }

    private boolean covered(RollupShape shape, int granularity, long start) {
        RollupTable table = shape.tables().get(granularity);
        return covered.computeIfAbsent(table, key -> new HashMap<>())
                .computeIfAbsent(
                        start,
                        key -> scope.covers(shape.index(), start, table.every().end(start)));
    }

    /** Merges the stored finest rows of the rest; false where one of them is of an earlier definition, or cannot be read. */
    private boolean merged(RollupShape shape, GroupKey group, long start, long end, Accumulators into) {
        Granularity finest = shape.rollup().finest();
        Period period = shape.tables().get(0).period();
        for (long at = start; at < end; at = period.next(at)) {
            Partition partition = new Partition(shape.tables().get(0), group, period.label(at));
            long last = Math.min(end, period.next(at)) - 1;
            for (SummaryRow row : InFlight.await(
                    finer.store.read(partition, finest.floor(at), last).toCompletableFuture())) {
                finer.check.accept(partition, row);
                boolean part = row.bucket() >= start && finest.begins(row.bucket());
                if (part && !scope.contains(shape.index(), row.bucket())) {
                    if (outdated.old(shape.index(), row)) {
                        return false; // it may hold nothing in the columns of a new measure
                    }
                    Optional<Accumulators> stored = Accumulators.stored(shape.row(), row.values());
                    if (stored.isEmpty()) {
                        unreadable(shape, 0, partition, row.bucket());
                        return false;
                    }
                    into.merge(stored.get());
                }
            }
        }
        return true;
    }

    private void count(RollupShape shape, int granularity, Partition partition, Decided decided) {
        rows++;
        if (decided.decision() instanceof Decision.Already) {
            already++;
        } else if (decided.decision() instanceof Decision.Unreadable) {
            unreadable(shape, granularity, partition, decided.bucket());
        } else if (decided.decision() instanceof Decision.Same) {
            same++;
            rows -= decided.stored() == null ? 1 : 0;
        } else {
            written += decided.decision() instanceof Decision.Write ? 1 : 0;
            deleted += decided.decision() instanceof Decision.Delete ? 1 : 0;
            if (mode != Mode.MERGE) {
                drifted++;
                if (mode == Mode.COMPARE) {
                    damaged.add(new ApplyReport.Damaged(shape.index(), granularity, decided.bucket()));
                }
                report(shape, granularity, partition, decided);
            }
        }
    }

    private void unreadable(RollupShape shape, int granularity, Partition partition, long bucket) {
        damaged.add(new ApplyReport.Damaged(shape.index(), granularity, bucket));
        if (mode == Mode.COMPARE && ++drifted <= ApplyReport.MAX_DRIFTS) {
            String column = shape.row().columns().get(0).name();
            drifts.add(new Drift(
                    partition.table().name(),
                    shape.index(),
                    granularity,
                    group(shape, partition),
                    bucket,
                    column,
                    "a row that cannot be read",
                    "?"));
        }
    }

    private static List<String> group(RollupShape shape, Partition partition) {
        return shape.codec().values(partition.group()).stream()
                .map(String::valueOf)
                .toList();
    }

    private void report(RollupShape shape, int granularity, Partition partition, Decided decided) {
        if (drifted > ApplyReport.MAX_DRIFTS) {
            return;
        }
        List<String> group = group(shape, partition);
        Object[] stored = decided.stored() == null ? null : decided.stored().values();
        Object[] right =
                decided.decision() instanceof Decision.Write write ? write.row().values() : null;
        List<Column> columns = shape.row().columns();
        String table = partition.table().name();
        for (int i = 0; i < columns.size(); i++) {
            Object was = stored == null ? "-" : stored[i];
            Object is = right == null ? "-" : right[i];
            if (!RowShape.equal(was, is)) {
                String column = columns.get(i).name();
                drifts.add(new Drift(
                        table, shape.index(), granularity, group, decided.bucket(), column, text(was), text(is)));
            }
        }
    }

    private static String text(Object value) {
        return value instanceof byte[] bytes ? bytes.length + " bytes" : String.valueOf(value);
    }
}
