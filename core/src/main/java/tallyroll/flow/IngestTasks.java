package tallyroll.flow;

import java.util.Iterator;
import java.util.Optional;
import tallyroll.control.IngestClaim;
import tallyroll.record.SystemOfRecord;

/**
 * The tasks of a batch of new events: one map task for each range of the claim.
 *
 * @param acceptedFrom as of the claim, see {@link tallyroll.control.Forgotten}
 * @param outdated where rows are left alone
 */
public record IngestTasks(TaskPlan plan, IngestClaim claim, SourceOpener source, long acceptedFrom, Outdated outdated)
        implements BatchTasks {
    private static final long serialVersionUID = 1L;

    @Override
    public int mapTasks(int wanted) {
        return claim.ranges().size();
    }

    @Override
    public MapTask mapTask(int task, int of, int attempt, SystemOfRecord record) {
        SystemOfRecord.Appender appender = record.appender(claim, task, attempt);
        SourceCursor opened = source.open(claim.range(task));
        SourceCursor events = claim.voids() ? opened : ExplodedCursor.of(opened, plan.event());
        SourceCursor given = DurableCursor.of(events, record, claim, task, attempt);
        return new IngestTask(this, new IngestTask.Number(task, attempt), given, appender);
    }

    /**
     * All is recorded by now, and the batch was still open after that: so whoever runs it again finds these events in the record, also
     * those that the source no longer gives, and applies them too, at a later write timestamp. A driver that was taken for dead and
     * read what nobody else could would otherwise leave rows of it behind.
     */
    @Override
    public ApplyTask applyTask(int attempt, Iterator<ShuffleRecord> sorted, ApplyPorts ports) {
        ports.claims().require(claim);
        return ApplyTask.ofNewEvents(this, attempt, sorted, ports);
    }

    @Override
    public Optional<Scope.Recount> visited() {
        return Optional.empty();
    }
}
