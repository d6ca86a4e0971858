package tallyroll.job;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import scala.Tuple2;
import tallyroll.flow.Scope;
import tallyroll.flow.ShuffleRecord;
import tallyroll.pipeline.Pipeline;
import tallyroll.store.Stores;
import tallyroll.summary.RollupTable;

/** Names every stored row of a scope, so that the apply stage visits also those that no event makes. */
final class ScanStage implements PairFlatMapFunction<Iterator<Integer>, byte[], byte[]> {
    private static final long serialVersionUID = 1L;

    private final Pipeline pipeline;
    private final Scope.Recount scope;
    private final List<Part> parts;

    /** A slice of a table. */
    record Part(RollupTable table, int rollup, int granularity, int slice, int slices) implements Serializable {}

    ScanStage(Pipeline pipeline, Scope.Recount scope, List<Part> parts) {
        this.pipeline = pipeline;
        this.scope = scope;
        this.parts = parts;
    }

    @Override
    public Iterator<Tuple2<byte[], byte[]>> call(Iterator<Integer> indexes) {
        List<ShuffleRecord> named = new ArrayList<>();
        while (indexes.hasNext()) {
            Part part = parts.get(indexes.next());
            Stores.shared(pipeline).summaries().scan(part.table(), part.slice(), part.slices(), (group, bucket) -> {
                if (scope.touches(part.rollup(), bucket, part.table().every().end(bucket))) {
                    named.add(ShuffleRecord.naming(part.rollup(), group, part.granularity(), bucket));
                }
            });
        }
        return TallyJobs.pairs(named.iterator());
    }
}
