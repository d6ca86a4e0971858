package tallyroll.sample;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tallyroll.pipeline.Environment;

/**
 * A definition made of a sample, and what it does with that sample.
 *
 * @param yaml the file
 * @param fields what was found, in the order of the data
 * @param records how many events were tried; 0 where their fields stand elsewhere, in a registry's schema
 * @param rejects of those that would be dead letters, how many for each code and field
 * @param reasons why the first of each kind would be one
 */
public record Draft(String yaml, List<Found> fields, int records, Map<String, Integer> rejects, List<String> reasons) {
    /**
     * A field.
     *
     * @param type {@code left out} for one that the definition does not read
     * @param role {@code time}, {@code id}, {@code group} or empty
     * @param note what was seen of it
     */
    public record Found(String name, String type, String path, String role, String note) {}

    public Draft {
        fields = List.copyOf(fields);
        rejects = Map.copyOf(rejects);
        reasons = List.copyOf(reasons);
    }

    /** How many of them are events. */
    public int decoded() {
        return records - rejects.values().stream().mapToInt(Integer::intValue).sum();
    }

    /**
     * Makes one.
     *
     * @param environment what the target's source refers to
     * @param nowMicros later event times are not believed
     * @throws SampleException where no format is recognised, or its events need what the target does not have
     */
    public static Draft of(Sample sample, Target target, Wishes wishes, Environment environment, long nowMicros) {
        Shape shape = Shape.of(sample, nowMicros);
        target.requireRecord(shape, sample);
        Findings findings = Findings.of(sample, shape, wishes, nowMicros, target.topic());
        DraftEvent event = new DraftEvent(sample, shape, findings, wishes, nowMicros, target.topic());
        DraftText text = new DraftText(sample, findings, event, target);
        Trial trial = shape.schema().isPresent()
                ? Trial.NONE
                : Trial.of(text.body(), target.pipeline(), environment, sample, nowMicros);
        Rejects rejects = new Rejects(trial, findings, wishes.values());
        Map<String, Integer> counts = new LinkedHashMap<>();
        trial.rejects().forEach((kind, reject) -> counts.put(kind, reject.count()));
        return new Draft(
                text.head(trial, rejects) + text.body(), event.found(), trial.events(), counts, rejects.reasons());
    }
}
