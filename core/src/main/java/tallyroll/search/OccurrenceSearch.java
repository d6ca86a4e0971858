package tallyroll.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tallyroll.flow.Occurrence;
import tallyroll.flow.OccurrenceTask;
import tallyroll.flow.TaskPlan;
import tallyroll.record.SystemOfRecord;

/**
 * Reads the events of some identities in a record bucket.
 *
 * @param halves the identities' first halves, ascending
 * @param before events of this batch and later ones are passed over
 */
record OccurrenceSearch(TaskPlan plan, long bucket, long[] halves, long before)
        implements SearchTask<ArrayList<Occurrence>> {
    @Override
    public ArrayList<Occurrence> run(SystemOfRecord record) {
        return new ArrayList<>(new OccurrenceTask(plan, Map.of(bucket, halves), before).find(record, List.of(bucket)));
    }
}
