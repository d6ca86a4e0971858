package tallyroll.job;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.FlatMapFunction;
import tallyroll.flow.Occurrence;
import tallyroll.flow.OccurrenceTask;
import tallyroll.flow.TaskPlan;
import tallyroll.store.StoreSettings;
import tallyroll.store.Stores;

/** Reads record buckets for the events of some identities. */
final class OccurrenceStage implements FlatMapFunction<Iterator<Integer>, byte[]> {
    private static final long serialVersionUID = 1L;

    /** By record bucket, whose occurrences are looked for, in batches below {@code before}. */
    record Wanted(Map<Long, long[]> halves, long before) implements Serializable {}

    private final StoreSettings settings;
    private final TaskPlan plan;
    private final Wanted wanted;
    private final List<List<Long>> shares;

    OccurrenceStage(StoreSettings settings, TaskPlan plan, Wanted wanted, List<List<Long>> shares) {
        this.settings = settings;
        this.plan = plan;
        this.wanted = wanted;
        this.shares = shares;
    }

    @Override
    public Iterator<byte[]> call(Iterator<Integer> indexes) {
        List<Occurrence> found = new OccurrenceTask(plan, wanted.halves(), wanted.before())
                .find(Stores.shared(settings).record(), shares.get(indexes.next()));
        return List.of(JavaBytes.write(found.toArray(new Occurrence[0]))).iterator();
    }

    static List<Occurrence> read(byte[] bytes) {
        return List.of((Occurrence[]) JavaBytes.read(bytes));
    }
}
