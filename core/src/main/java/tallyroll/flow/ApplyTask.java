package tallyroll.flow;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import tallyroll.apply.Retry;
import tallyroll.bucket.Granularity;
import tallyroll.pipeline.Pipeline;
import tallyroll.summary.CounterStore;
import tallyroll.summary.GroupKey;
import tallyroll.summary.SummaryStore;

/**
 * The reduce side of every batch: takes packets sorted by {@link ShuffleKey}, merges the pieces of each cell, merges finest cells
 * into coarser ones, and applies each group's rows partition by partition. Holds one group at a time.
 */
public final class ApplyTask {
    private final RollupShape[] shapes;
    private final RowTarget target;
    private final List<TaskStats> notices = new ArrayList<>();

    private ApplyTask(Pipeline pipeline, RowTarget target) {
        shapes = RollupShape.all(pipeline);
        this.target = target;
    }

    /** Applies versioned totals. @param scope what is recomputed; null for {@link Mode#MERGE} */
    public ApplyTask(TaskWork work, int attempt, Mode mode, Scope.Recount scope, SummaryStore store, Retry retry) {
        this(work.pipeline(), RowTargets.versioned(work, attempt, mode, scope, store, retry));
    }

    /** Applies new events in the way that the pipeline's strategy keeps summaries. */
    public static ApplyTask ofNewEvents(
            TaskWork work, int attempt, SummaryStore store, CounterStore counters, Retry retry) {
        RowTargets targets = new RowTargets(work, attempt, store, counters, retry);
        return new ApplyTask(
                work.pipeline(), work.pipeline().strategy().summaryMode().write(targets));
    }

    /** Adds to counters. There is no batch: a counter knows of none. */
    public static ApplyTask ofCounters(Pipeline pipeline, CounterStore counters, Retry retry) {
        return new ApplyTask(pipeline, RowTargets.counting(pipeline, counters, retry));
    }

    /** Applies everything and returns when the store has confirmed it all. */
    public ApplyReport run(Iterator<ShuffleRecord> sorted) {
        byte[] current = null;
        List<NavigableMap<Long, Accumulators>> cells = List.of();
        while (sorted.hasNext()) {
            ShuffleRecord packet = sorted.next();
            ShuffleKey key = ShuffleKey.read(packet.key());
            if (key.rollup() == ShuffleKey.NOTICE) {
                notices.add(TaskStats.read(packet.value()));
                continue;
            }
            if (current == null || !ShuffleKey.sameGroup(current, packet.key())) {
                apply(current, cells);
                cells = maps(shapes[key.rollup()]);
            }
            current = packet.key();
            Accumulators cell = Accumulators.read(shapes[key.rollup()].row(), packet.value());
            cells.get(key.granularity()).merge(key.bucket(), cell, (held, other) -> {
                held.merge(other);
                return held;
            });
        }
        apply(current, cells);
        return target.finish(notices);
    }

    private void apply(byte[] key, List<NavigableMap<Long, Accumulators>> cells) {
        if (key == null) {
            return;
        }
        ShuffleKey first = ShuffleKey.read(key);
        RollupShape shape = shapes[first.rollup()];
        GroupKey group = first.group();
        NavigableMap<Long, Accumulators> finest = cells.get(0);
        for (int i = shape.tables().size() - 1; i >= 1; i--) {
            NavigableMap<Long, Accumulators> coarse = cells.get(i);
            Granularity every = shape.tables().get(i).every();
            for (var cell : finest.entrySet()) {
                coarse.computeIfAbsent(every.floor(cell.getKey()), start -> Accumulators.empty(shape.row()))
                        .merge(cell.getValue());
            }
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
