package tallyroll.flow;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import tallyroll.apply.PartitionApply;
import tallyroll.apply.Retry;
import tallyroll.bucket.Granularity;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.summary.GroupKey;
import tallyroll.summary.SummaryStore;

/**
 * The reduce side of every batch: takes packets sorted by {@link PacketKey}, merges the pieces of each cell, merges finest cells
 * into coarser ones, and applies each group's rows partition by partition. Holds one group at a time.
 */
public final class ApplyTask {
    private final TaskWork work;
    private final Mode mode;
    private final RollupShape[] shapes;
    private final GroupApply groups;
    private final List<Notice> notices = new ArrayList<>();

    /** @param scope what is recomputed; null for {@link Mode#MERGE} */
    public ApplyTask(TaskWork work, int attempt, Mode mode, Scope.Recount scope, SummaryStore store, Retry retry) {
        this.work = work;
        this.mode = mode;
        shapes = RollupShape.all(work.pipeline());
        long batch = mode == Mode.COMPARE ? Long.MAX_VALUE : work.claim().batch();
        long stamp = mode == Mode.COMPARE ? 0 : work.stamp(attempt);
        groups = new GroupApply(mode, scope, batch, new PartitionApply(store, batch, stamp, retry), store);
    }

    /** Applies everything and returns when the store has confirmed it all. */
    public ApplyReport run(Iterator<Packet> sorted) {
        byte[] current = null;
        List<NavigableMap<Long, Cell>> cells = List.of();
        while (sorted.hasNext()) {
            Packet packet = sorted.next();
            PacketKey key = PacketKey.read(packet.key());
            if (key.rollup() == PacketKey.NOTICE) {
                notices.add(Notice.read(packet.value()));
                continue;
            }
            if (current == null || !PacketKey.sameGroup(current, packet.key())) {
                apply(current, cells);
                cells = maps(work.pipeline().rollups().get(key.rollup()));
            }
            current = packet.key();
            Cell cell = Cell.read(shapes[key.rollup()].row(), packet.value());
            cells.get(key.granularity()).merge(key.bucket(), cell, (held, other) -> {
                held.merge(other);
                return held;
            });
        }
        apply(current, cells);
        return groups.finish(notices);
    }

    private void apply(byte[] key, List<NavigableMap<Long, Cell>> cells) {
        if (key == null) {
            return;
        }
        PacketKey first = PacketKey.read(key);
        RollupShape shape = shapes[first.rollup()];
        GroupKey group = first.group();
        NavigableMap<Long, Cell> finest = cells.get(0);
        List<Granularity> every = shape.rollup().every();
        for (int i = every.size() - 1; i >= 1; i--) {
            NavigableMap<Long, Cell> coarse = cells.get(i);
            for (var cell : finest.entrySet()) {
                coarse.computeIfAbsent(every.get(i).floor(cell.getKey()), start -> Cell.empty(shape.row()))
                        .merge(cell.getValue());
            }
            if (mode == Mode.MERGE) {
                groups.submit(shape, i, group, coarse);
            } else {
                groups.completed(shape, i, group, coarse);
            }
        }
        groups.submit(shape, 0, group, finest);
    }

    private static List<NavigableMap<Long, Cell>> maps(Rollup rollup) {
        List<NavigableMap<Long, Cell>> maps = new ArrayList<>();
        rollup.every().forEach(granularity -> maps.add(new TreeMap<>()));
        return maps;
    }
}
