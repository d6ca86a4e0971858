package tallyroll.flow;

import tallyroll.apply.CounterApply;
import tallyroll.apply.PartialApply;
import tallyroll.apply.PartitionApply;
import tallyroll.control.IngestClaim;
import tallyroll.flow.BatchTasks.ApplyPorts;
import tallyroll.pipeline.BatchWrites;
import tallyroll.pipeline.Pipeline.Counting.Delivery;
import tallyroll.retry.RetryPolicy;
import tallyroll.summary.CounterStore;

/** What an attempt of a batch of new events writes with, in each of the ways that a summary mode may take. */
record RowTargets(Delivery delivery, IngestClaim claim, Outdated outdated, int attempt, ApplyPorts ports)
        implements BatchWrites<RowTarget> {
    @Override
    public RowTarget adding() {
        return counting(delivery, ports.counters(), ports.retry());
    }

    @Override
    public RowTarget putting() {
        return new PartialTarget(
                new PartialApply(ports.summaries(), claim.batch(), claim.writeTimestamp(attempt), ports.retry()),
                claim.batch());
    }

    @Override
    public RowTarget merging() {
        return GroupApply.merging(
                outdated,
                claim.batch(),
                new PartitionApply(ports.summaries(), claim.batch(), claim.writeTimestamp(attempt), ports.retry()));
    }

    static RowTarget counting(Delivery delivery, CounterStore counters, RetryPolicy retry) {
        return new CounterTarget(new CounterApply(counters, delivery, retry));
    }
}
