package tallyroll.job;

import org.apache.spark.Partitioner;
import tallyroll.flow.ShuffleKey;

/** Sends all shuffle records of a group to one reducer. */
final class ReducerOfKey extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final int reducers;

    ReducerOfKey(int reducers) {
        this.reducers = reducers;
    }

    @Override
    public int numPartitions() {
        return reducers;
    }

    @Override
    public int getPartition(Object key) {
        return ShuffleKey.reducer((byte[]) key, reducers);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ReducerOfKey same && same.reducers == reducers;
    }

    @Override
    public int hashCode() {
        return reducers;
    }
}
