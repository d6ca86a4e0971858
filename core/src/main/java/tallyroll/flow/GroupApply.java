package tallyroll.flow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import tallyroll.apply.Decided;
import tallyroll.apply.Decision;
import tallyroll.apply.PartitionApply;
import tallyroll.apply.RowRule;
import tallyroll.bucket.Granularity;
import tallyroll.bucket.Period;
import tallyroll.measure.Column;
import tallyroll.summary.GroupKey;
import tallyroll.summary.RollupTable;
import tallyroll.summary.RowShape;
import tallyroll.summary.SummaryRow;
import tallyroll.summary.SummaryStore;
import tallyroll.summary.SummaryStore.Partition;

/**
 * Applies the cells of groups with a bounded number of partitions under way, and counts what came of them.
 */
final class GroupApply {
    private static final int MOST_UNDER_WAY = 64;

    private final Mode mode;
    private final Scope.Recount scope;
    private final long batch;
    private final PartitionApply partitions;
    private final SummaryStore store;
    private final Deque<CompletableFuture<Runnable>> underWay = new ArrayDeque<>();
    private final Map<RollupTable, Map<Long, Boolean>> covered = new HashMap<>();
    private final List<Drift> drifts = new ArrayList<>();
    private long rows;
    private long written;
    private long deleted;
    private long already;
    private long same;
    private long drifted;

    GroupApply(Mode mode, Scope.Recount scope, long batch, PartitionApply partitions, SummaryStore store) {
        this.mode = mode;
        this.scope = scope;
        this.batch = batch;
        this.partitions = partitions;
        this.store = store;
    }

    /** Applies cells of one table, partition by partition. */
    void submit(RollupShape shape, int granularity, GroupKey group, NavigableMap<Long, Cell> cells) {
        Period period = shape.tables().get(granularity).period();
        while (!cells.isEmpty()) {
            long end = period.next(cells.firstKey());
            NavigableMap<Long, Cell> part = new TreeMap<>(cells.headMap(end, false));
            cells.headMap(end, false).clear();
            Partition partition = new Partition(shape.tables().get(granularity), group, period.label(part.firstKey()));
            enqueue(applied(shape, granularity, partition, part));
        }
    }

    /**
     * Applies recomputed coarser cells. Where a coarser bucket reaches beyond what is recomputed, the finest rows of the rest are
     * read and merged in: they are what the coarser row is made of.
     */
    void completed(RollupShape shape, int granularity, GroupKey group, NavigableMap<Long, Cell> coarse) {
        for (var cell : coarse.entrySet()) {
            long start = cell.getKey();
            if (!covered(shape, granularity, start)) {
                merge(
                        shape,
                        group,
                        start,
                        shape.tables().get(granularity).every().end(start),
                        cell.getValue());
            }
        }
        submit(shape, granularity, group, coarse);
    }

    ApplyReport finish(List<Notice> notices) {
        while (!underWay.isEmpty()) {
            drainOne();
        }
        return new ApplyReport(rows, written, deleted, already, same, drifted, drifts, notices);
    }

    private void enqueue(CompletionStage<Runnable> stage) {
        underWay.add(stage.toCompletableFuture());
        if (underWay.size() > MOST_UNDER_WAY) {
            drainOne();
        }
    }

    private void drainOne() {
        await(underWay.poll()).run();
    }

    private CompletionStage<Runnable> applied(
            RollupShape shape, int granularity, Partition partition, NavigableMap<Long, Cell> cells) {
        RowRule rule = mode == Mode.MERGE ? merging(shape.row(), cells) : replacing(shape.row(), cells);
        CompletionStage<List<Decided>> decided = mode == Mode.COMPARE
                ? partitions.examine(partition, cells.navigableKeySet(), rule)
                : partitions.apply(partition, cells.navigableKeySet(), rule);
        return decided.thenApply(list -> () -> list.forEach(one -> count(shape, granularity, partition, one)));
    }

    private RowRule merging(RowShape shape, NavigableMap<Long, Cell> cells) {
        return (bucket, stored) -> {
            Cell cell = cells.get(bucket);
            if (cell.isEmpty()) {
                return Decision.SAME;
            }
            if (stored == null) {
                return new Decision.Write(new SummaryRow(bucket, batch, cell.values(shape)));
            }
            Cell total = Cell.stored(shape, stored.values());
            total.merge(cell);
            return new Decision.Write(new SummaryRow(bucket, batch, total.values(shape)));
        };
    }

    private RowRule replacing(RowShape shape, NavigableMap<Long, Cell> cells) {
        return (bucket, stored) -> {
            Cell cell = cells.get(bucket);
            if (cell.isEmpty()) {
                return stored == null ? Decision.SAME : Decision.DELETE;
            }
            Object[] values = cell.values(shape);
            boolean right = stored != null && right(shape, stored.values(), values);
            return right ? Decision.SAME : new Decision.Write(new SummaryRow(bucket, batch, values));
        };
    }

    /** What is compared may differ where the order of events decides; what is recomputed is put there as it came out. */
    private boolean right(RowShape shape, Object[] stored, Object[] recomputed) {
        return mode == Mode.COMPARE ? shape.same(stored, recomputed) : shape.identical(stored, recomputed);
    }

    private boolean covered(RollupShape shape, int granularity, long start) {
        RollupTable table = shape.tables().get(granularity);
        return covered.computeIfAbsent(table, key -> new HashMap<>())
                .computeIfAbsent(
                        start,
                        key -> scope.covers(shape.index(), start, table.every().end(start)));
    }

    private void merge(RollupShape shape, GroupKey group, long start, long end, Cell into) {
        Granularity finest = shape.rollup().finest();
        Period period = shape.tables().get(0).period();
        for (long at = start; at < end; at = period.next(at)) {
            Partition partition = new Partition(shape.tables().get(0), group, period.label(at));
            long last = Math.min(end, period.next(at)) - 1;
            for (SummaryRow row :
                    await(store.read(partition, finest.floor(at), last).toCompletableFuture())) {
                if (row.bucket() >= start && !scope.contains(shape.index(), row.bucket())) {
                    into.merge(Cell.stored(shape.row(), row.values()));
                }
            }
        }
    }

    private void count(RollupShape shape, int granularity, Partition partition, Decided decided) {
        rows++;
        if (decided.decision() instanceof Decision.Already) {
            already++;
        } else if (decided.decision() instanceof Decision.Same) {
            same++;
            rows -= decided.stored() == null ? 1 : 0;
        } else {
            written += decided.decision() instanceof Decision.Write ? 1 : 0;
            deleted += decided.decision() instanceof Decision.Delete ? 1 : 0;
            if (mode != Mode.MERGE) {
                drifted++;
                report(shape, granularity, partition, decided);
            }
        }
    }

    private void report(RollupShape shape, int granularity, Partition partition, Decided decided) {
        if (drifted > ApplyReport.MOST_DRIFTS) {
            return;
        }
        List<String> group = shape.codec().values(partition.group()).stream()
                .map(String::valueOf)
                .toList();
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

    private static <T> T await(CompletableFuture<T> stage) {
        try {
            return stage.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                cause.addSuppressed(new Throwable("raised while applying"));
                throw cause;
            }
            throw e;
        }
    }
}
