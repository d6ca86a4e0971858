package tallyroll.flow;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import tallyroll.event.EventSchema;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.pipeline.SummaryMode;
import tallyroll.summary.GroupCodec;
import tallyroll.summary.GroupKey;
import tallyroll.summary.RollupTable;
import tallyroll.summary.RowShape;
import tallyroll.summary.SummaryStore.Partition;

/** A rollup with all that is derived from its definition. */
record RollupShape(int index, Rollup rollup, RowShape row, GroupCodec codec, List<RollupTable> tables) {
    static RollupShape[] all(List<Rollup> rollups, EventSchema schema, SummaryMode mode) {
        return IntStream.range(0, rollups.size())
                .mapToObj(index -> of(index, rollups.get(index), schema, mode))
                .toArray(RollupShape[]::new);
    }

    private static RollupShape of(int index, Rollup rollup, EventSchema schema, SummaryMode mode) {
        return new RollupShape(
                index,
                rollup,
                new RowShape(rollup, schema),
                new GroupCodec(rollup, schema),
                RollupTable.all(rollup, mode));
    }

    /** Cuts the partials of a group into summary partitions, and empties the map. */
    void byPartition(
            int granularity,
            GroupKey group,
            NavigableMap<Long, Accumulators> cells,
            BiConsumer<Partition, NavigableMap<Long, Accumulators>> part) {
        RollupTable table = tables.get(granularity);
        while (!cells.isEmpty()) {
            long start = cells.firstKey();
            NavigableMap<Long, Accumulators> head = cells.headMap(table.period().next(start), false);
            NavigableMap<Long, Accumulators> own = new TreeMap<>(head);
            head.clear();
            part.accept(new Partition(table, group, table.period().label(start)), own);
        }
    }
}
