package tallyroll.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import scala.Tuple2;
import tallyroll.record.SystemOfRecord;
import tallyroll.store.StoreSettings;
import tallyroll.store.Stores;

/** Reads identity halves and deals them out to reducers, as runs of (half, bucket). */
final class IdentityStage implements PairFlatMapFunction<Iterator<Integer>, Integer, long[]> {
    private static final long serialVersionUID = 1L;
    private static final int RUN = 1 << 15;

    private final StoreSettings settings;
    private final List<List<Long>> shares;
    private final int reducers;

    IdentityStage(StoreSettings settings, List<List<Long>> shares, int reducers) {
        this.settings = settings;
        this.shares = shares;
        this.reducers = reducers;
    }

    @Override
    public Iterator<Tuple2<Integer, long[]>> call(Iterator<Integer> indexes) {
        SystemOfRecord record = Stores.shared(settings).record();
        List<Tuple2<Integer, long[]>> runs = new ArrayList<>();
        long[][] open = new long[reducers][];
        int[] sizes = new int[reducers];
        for (long bucket : shares.get(indexes.next())) {
            record.identities(bucket, half -> {
                int to = (int) Long.remainderUnsigned(half, reducers);
                if (open[to] == null) {
                    open[to] = new long[RUN];
                }
                open[to][sizes[to]++] = half;
                open[to][sizes[to]++] = bucket;
                if (sizes[to] == RUN) {
                    runs.add(new Tuple2<>(to, open[to]));
                    open[to] = null;
                    sizes[to] = 0;
                }
            });
        }
        for (int to = 0; to < reducers; to++) {
            if (sizes[to] > 0) {
                runs.add(new Tuple2<>(to, Arrays.copyOf(open[to], sizes[to])));
            }
        }
        return runs.iterator();
    }
}
