package tallyroll.flow;

import java.util.Iterator;
import java.util.Optional;
import tallyroll.control.Quarantine;
import tallyroll.record.SystemOfRecord;

/**
 * The tasks that recount buckets from the record and compare every row there with what they find. There is no claim: they only read.
 *
 * @param spared rows that are not compared
 */
public record CompareTasks(TaskPlan plan, RecountInput input, Outdated spared) implements BatchTasks {
    private static final long serialVersionUID = 1L;

    /** Of all rows. */
    public CompareTasks(TaskPlan plan, RecountInput input) {
        this(plan, input, Outdated.NONE);
    }

    @Override
    public int mapTasks(int wanted) {
        return input.mapTasks(wanted);
    }

    @Override
    public MapTask mapTask(int task, int of, int attempt, SystemOfRecord record) {
        return new RecountTask(plan, input, task, input.share(task, of), record, Quarantine.NONE);
    }

    @Override
    public ApplyTask applyTask(int attempt, Iterator<ShuffleRecord> sorted, ApplyPorts ports) {
        return ApplyTask.comparing(this, sorted, ports);
    }

    @Override
    public Optional<Scope.Recount> visited() {
        return Optional.of(input.scope());
    }
}
