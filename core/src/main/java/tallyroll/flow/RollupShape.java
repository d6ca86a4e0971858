package tallyroll.flow;

import java.util.List;
import java.util.stream.IntStream;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.summary.GroupCodec;
import tallyroll.summary.RollupTable;
import tallyroll.summary.RowShape;

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
                rollup.every().stream()
                        .map(every -> new RollupTable(rollup, every))
                        .toList());
    }
}
