package tallyroll.flow;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.summary.GroupCodec;
import tallyroll.summary.GroupKey;
import tallyroll.summary.RollupTable;
import tallyroll.summary.RowShape;
import tallyroll.summary.SummaryStore.Partition;

/** A rollup with all that is derived from its definition. */
record RollupShape(int index, Rollup rollup, RowShape row, GroupCodec codec, List<RollupTable> tables) {
    static RollupShape[] all(Pipeline pipeline) {
        return IntStream.range(0, pipeline.rollups().size())
                .mapToObj(index -> of(pipeline, index))
                .toArray(RollupShape[]::new);
    }

    private static RollupShape of(Pipeline pipeline, int index) {
        Rollup rollup = pipeline.rollups().get(index);
        return new RollupShape(
                index,
                rollup,
                new RowShape(rollup, pipeline.event().schema()),
                new GroupCodec(rollup, pipeline.event().schema()),
                RollupTable.all(pipeline, rollup));
    }

    /** Cuts the cells of a group into summary partitions, and empties the map. */
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
