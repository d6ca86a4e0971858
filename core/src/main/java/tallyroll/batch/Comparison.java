package tallyroll.batch;

import java.util.List;
import java.util.TreeSet;
import tallyroll.control.StoredDefinition;
import tallyroll.control.StoredDefinition.Redefined;
import tallyroll.flow.ApplyReport;
import tallyroll.flow.CompareTasks;
import tallyroll.flow.Outdated;
import tallyroll.flow.RecountInput;
import tallyroll.flow.RepeatedIdentities;
import tallyroll.flow.Scope;
import tallyroll.flow.TaskPlan;

/** The flow of {@link BatchRunner} without claim and commit: recounts from the record, compares, and writes nothing. */
public final class Comparison {
    private final TaskPlan plan;
    private final Jobs jobs;

    public Comparison(TaskPlan plan, Jobs jobs) {
        this.plan = plan;
        this.jobs = jobs;
    }

    /**
     * Compares every row of a scope, stored or not, with what the record says.
     *
     * @param recorded the marked record buckets, at least those within the horizon of the scope
     */
    public ApplyReport run(Scope.Recount scope, List<Long> recorded) {
        return run(scope, recorded, StoredDefinition.NONE);
    }

    /** As the other, but rows that stay of an earlier definition, since the record cannot make them again, are left out. */
    public ApplyReport run(Scope.Recount scope, List<Long> recorded, StoredDefinition definition) {
        List<Long> buckets = scope.recordBuckets();
        RepeatedIdentities repeated = jobs.repeatedIdentities(
                        buckets, plan.horizon().neighbours(buckets, new TreeSet<>(recorded)), RecountInput.ALL_BATCHES)
                .decided(plan.event().duplicates(), plan.horizon());
        RecountInput input = new RecountInput(scope, repeated, RecountInput.ALL_BATCHES);
        Outdated spared = Outdated.forgotten(bounds(definition));
        return jobs.run(
                new CompareTasks(plan, input, spared),
                map -> map.read().decode().record().summarise(),
                apply -> apply.apply(),
                BatchListener.NONE);
    }

    private List<Long> bounds(StoredDefinition definition) {
        return plan.rollups().stream()
                .map(rollup -> definition
                        .rollup(rollup.name())
                        .map(stored -> stored.redefined().forgotten())
                        .orElse(Redefined.NOTHING))
                .toList();
    }
}
