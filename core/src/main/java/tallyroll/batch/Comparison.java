package tallyroll.batch;

import java.util.List;
import tallyroll.flow.ApplyReport;
import tallyroll.flow.CompareTasks;
import tallyroll.flow.CrossBucketDuplicates;
import tallyroll.flow.RecountInput;
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
     * @param recorded all marked record buckets
     */
    public ApplyReport run(Scope.Recount scope, List<Long> recorded) {
        CrossBucketDuplicates duplicates = plan.event().idFields().isEmpty()
                ? CrossBucketDuplicates.NONE
                : jobs.crossBucketDuplicates(scope.recordBuckets(), recorded, RecountInput.ALL_BATCHES);
        RecountInput input = new RecountInput(scope, duplicates, RecountInput.ALL_BATCHES);
        return jobs.run(
                new CompareTasks(plan, input),
                map -> map.read().decode().record().summarise(),
                apply -> apply.apply(),
                BatchListener.NONE);
    }
}
