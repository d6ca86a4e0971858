package tallyroll.batch;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tallyroll.batch.BatchListener.Phase;
import tallyroll.flow.ApplyReport;
import tallyroll.flow.BatchTasks;
import tallyroll.flow.BatchTasks.ApplyPorts;
import tallyroll.flow.IdentityFindings;
import tallyroll.flow.LoopSearch;
import tallyroll.flow.MapTask;
import tallyroll.flow.ShuffleKey;
import tallyroll.flow.ShuffleRecord;
import tallyroll.flow.StoredRows;
import tallyroll.flow.TaskPlan;
import tallyroll.record.SystemOfRecord;
import tallyroll.retry.RetryPolicy;
import tallyroll.search.SearchTask;
import tallyroll.summary.MemoryCounters;
import tallyroll.summary.SummaryStore;

/** Runs tasks in a loop; what would be shipped to other machines goes through its serialised form first. */
record LoopJobs(TaskPlan plan, SystemOfRecord record, SummaryStore summaries, Instant barrier) implements Jobs {
    private static final int MAX_LISTED = 1_000;

    @Override
    public ApplyReport run(BatchTasks tasks, MapSide map, ApplySide apply, BatchListener listener) {
        BatchTasks shipped = shipped(tasks);
        int count = shipped.mapTasks(2);
        List<ShuffleRecord> shuffled = new ArrayList<>();
        for (int task = 0; task < count; task++) {
            try (MapTask opened = shipped.mapTask(task, count, 0, record)) {
                shipped(map).run(opened).forEachRemaining(shuffled::add);
            }
        }
        shipped.visited().ifPresent(scope -> StoredRows.all(shipped.plan(), 1)
                .forEach(rows -> rows.named(shipped.plan(), scope, summaries).forEachRemaining(shuffled::add)));
        listener.began(Phase.APPLY, barrier);
        shuffled.sort((left, right) -> ShuffleKey.compare(left.key(), right.key()));
        ApplyPorts ports = new ApplyPorts(summaries, new MemoryCounters(), RetryPolicy.immediately(3), claim -> {});
        return shipped(apply).run(shipped.applyTask(0, shuffled.iterator(), ports));
    }

    @Override
    public IdentityFindings repeatedIdentities(List<Long> buckets, List<Long> neighbours, long before) {
        return new LoopSearch(shipped(plan), record, MAX_LISTED).find(buckets, neighbours, before);
    }

    @Override
    public <R extends Serializable> List<R> search(List<? extends SearchTask<R>> tasks) {
        return tasks.stream().map(task -> shipped(shipped(task).run(record))).toList();
    }

    @SuppressWarnings("unchecked")
    static <T extends Serializable> T shipped(T value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
            out.flush();
            return (T) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
        } catch (IOException | ClassNotFoundException unshippable) {
            throw new AssertionError(value + " cannot be shipped", unshippable);
        }
    }
}
