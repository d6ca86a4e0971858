package tallyroll.flow;

import java.io.Serializable;
import java.util.List;

/**
 * What is recounted from the record.
 *
 * @param repeated identities that were recorded more than once, and which event of each counts
 * @param before only events of batches below this number count, see {@link RecountTask}
 */
public record RecountInput(Scope.Recount scope, RepeatedIdentities repeated, long before) implements Serializable {
    /** As {@code before}: the events of every batch. */
    public static final long ALL_BATCHES = Long.MAX_VALUE;

    int mapTasks(int wanted) {
        return Math.max(1, Math.min(wanted, scope.recordBuckets().size()));
    }

    /** The record buckets of one of {@code of} tasks: neighbours together, shares of equal size. */
    List<Long> share(int task, int of) {
        List<Long> all = scope.recordBuckets();
        return all.subList((int) ((long) all.size() * task / of), (int) ((long) all.size() * (task + 1) / of));
    }
}
