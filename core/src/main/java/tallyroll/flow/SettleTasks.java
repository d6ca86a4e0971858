package tallyroll.flow;

import java.util.Iterator;
import java.util.Optional;
import tallyroll.control.Claim;
import tallyroll.control.SettleClaim;
import tallyroll.record.SystemOfRecord;

/**
 * The tasks of a batch that recounts buckets from the record and puts the rows right.
 *
 * @param outdated where rows of an earlier definition stand, besides the buckets that are recounted
 */
public record SettleTasks(TaskPlan plan, SettleClaim claim, RecountInput input, Outdated outdated)
        implements BatchTasks {
    private static final long serialVersionUID = 1L;

    @Override
    public int mapTasks(int wanted) {
        return claim.buckets().isEmpty() ? 0 : input.mapTasks(wanted);
    }

    @Override
    public MapTask mapTask(int task, int of, int attempt, SystemOfRecord record) {
        return new RecountTask(plan, input, task, input.share(task, of), record, claim.quarantine());
    }

    /**
     * Every map task has read by now. A driver that was taken for dead may have read a record that was forgotten since its batch was
     * committed by another; it would take the rows of what it did not find away.
     */
    @Override
    public ApplyTask applyTask(int attempt, Iterator<ShuffleRecord> sorted, ApplyPorts ports) {
        ports.claims().require(claim);
        return ApplyTask.replacing(this, attempt, sorted, ports);
    }

    @Override
    public Optional<Scope.Recount> visited() {
        boolean rowsOfNothing = claim.cause() == Claim.Cause.REPAIR || claim.cause() == Claim.Cause.MIGRATION;
        return rowsOfNothing ? Optional.of(input.scope()) : Optional.empty();
    }
}
