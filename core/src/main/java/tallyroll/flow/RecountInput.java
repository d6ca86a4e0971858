package tallyroll.flow;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import tallyroll.record.LostEvents;

/**
 * What is recounted from the record.
 *
 * @param repeated identities that were recorded more than once, and which event of each counts
 * @param before only events of batches below this number count, see {@link RecountTask}
 * @param settled by bucket the batch that settled it and how many events it held then: fewer is a loss; what is not named may hold
 *     any number
 */
public record RecountInput(
        Scope.Recount scope, RepeatedIdentities repeated, long before, Map<Long, LostEvents.Settled> settled)
        implements Serializable {
    /** As {@code before}: the events of every batch. */
    public static final long ALL_BATCHES = Long.MAX_VALUE;

    public RecountInput {
        settled = Map.copyOf(settled);
    }

    /** Of buckets that may hold any number of events. */
    public RecountInput(Scope.Recount scope, RepeatedIdentities repeated, long before) {
        this(scope, repeated, before, Map.of());
    }

    int mapTasks(int wanted) {
        return Math.max(1, Math.min(wanted, scope.recordBuckets().size()));
    }

    /** The record buckets of one of {@code of} tasks: neighbours together, shares of equal size. */
    List<Long> share(int task, int of) {
        List<Long> all = scope.recordBuckets();
        return all.subList((int) ((long) all.size() * task / of), (int) ((long) all.size() * (task + 1) / of));
    }
}
