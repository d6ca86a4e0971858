package tallyroll.batch;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import tallyroll.flow.ApplyReport;
import tallyroll.flow.ApplyTask;
import tallyroll.flow.BatchTasks;
import tallyroll.flow.IdentityFindings;
import tallyroll.flow.MapTask;
import tallyroll.flow.ShuffleRecord;
import tallyroll.search.IndexedSearch;
import tallyroll.search.SearchTask;

/**
 * Port: runs the tasks of a batch, map side, barrier, apply side. One batch runs at a time; a search may run beside it, in another
 * thread.
 *
 * <p>A task that failed may be tried again, as a further attempt of its own number. What was written by a call that throws stays,
 * and running the same claim again completes it.
 */
public interface Jobs extends IndexedSearch.SearchTasks {
    /**
     * Runs a batch's tasks and returns once everything that they write is confirmed; throws when that cannot be had. No apply task
     * starts before every map task has ended (rule R6).
     *
     * @param map the steps of each map task
     * @param apply the steps of each apply task, on what the shuffle gives it
     * @param listener told when the apply side began
     */
    ApplyReport run(BatchTasks tasks, MapSide map, ApplySide apply, BatchListener listener);

    /** Runs the parts of a search, a part that failed as a further attempt; what is given goes through its serialised form. */
    @Override
    <R extends Serializable> List<R> search(List<? extends SearchTask<R>> tasks);

    /**
     * Finds, from the record alone, the identities that were recorded more than once in one of {@code buckets}, or there and in another bucket that it
     * reaches. Writes nothing. Its memory is bounded, however many identities there are.
     *
     * @param neighbours the buckets to look into: {@code buckets} and all recorded ones that they reach
     * @param before only events of batches below this number count, see {@link tallyroll.flow.RecountInput}
     */
    IdentityFindings repeatedIdentities(List<Long> buckets, List<Long> neighbours, long before);

    /** The steps of a map task. Must capture nothing: it is shipped to where the task runs. */
    interface MapSide extends Serializable {
        Iterator<ShuffleRecord> run(MapTask task);
    }

    /** The steps of an apply task. Must capture nothing, as {@link MapSide}. */
    interface ApplySide extends Serializable {
        ApplyReport run(ApplyTask task);
    }
}
