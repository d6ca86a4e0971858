package tallyroll.job;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import scala.Tuple2;
import tallyroll.flow.Scope;
import tallyroll.flow.StoredRows;
import tallyroll.flow.TaskPlan;
import tallyroll.store.StoreSettings;
import tallyroll.store.Stores;

/** Names the stored rows of a scope, so that the apply stage visits also those that no event makes. */
final class StoredRowsStage implements PairFlatMapFunction<Iterator<Integer>, byte[], byte[]> {
    private static final long serialVersionUID = 1L;

    private final StoreSettings settings;
    private final TaskPlan plan;
    private final Scope.Recount scope;
    private final List<StoredRows> parts;

    StoredRowsStage(StoreSettings settings, TaskPlan plan, Scope.Recount scope, List<StoredRows> parts) {
        this.settings = settings;
        this.plan = plan;
        this.scope = scope;
        this.parts = parts;
    }

    @Override
    public Iterator<Tuple2<byte[], byte[]>> call(Iterator<Integer> indexes) {
        return new Iterator<>() {
            private Iterator<Tuple2<byte[], byte[]>> part =
                    List.<Tuple2<byte[], byte[]>>of().iterator();

            @Override
            public boolean hasNext() {
                while (!part.hasNext() && indexes.hasNext()) {
                    part = Pairs.of(parts.get(indexes.next())
                            .named(plan, scope, Stores.shared(settings).summaries()));
                }
                return part.hasNext();
            }

            @Override
            public Tuple2<byte[], byte[]> next() {
                return part.next();
            }
        };
    }
}
