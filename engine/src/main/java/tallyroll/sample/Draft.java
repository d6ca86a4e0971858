package tallyroll.sample;

import java.util.List;
import java.util.Map;
import tallyroll.pipeline.Environment;

/**
 * A definition made of a sample, and what it does with that sample.
 *
 * @param yaml the file
 * @param fields what was found, in the order of the data
 * @param records how many were tried
 * @param rejects of those that would be dead letters: how many for each code and field
 */
public record Draft(String yaml, List<Found> fields, int records, Map<String, Integer> rejects) {
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
    }

    /** How many records become events. */
    public int decoded() {
        return records - rejects.values().stream().mapToInt(Integer::intValue).sum();
    }

    /**
     * Makes one.
     *
     * @param environment what the target's source refers to
     * @param nowMicros later event times are not believed
     * @throws SampleException where no format is recognised, or nothing says when an event happened
     */
    public static Draft of(Sample sample, Target target, Wishes wishes, Environment environment, long nowMicros) {
        Shape shape = Shape.of(sample);
        Findings findings = Findings.of(sample, shape, wishes, nowMicros);
        DraftEvent event = new DraftEvent(sample, shape, findings, wishes, nowMicros);
        DraftText text = new DraftText(sample, findings, event, target);
        Trial trial = Trial.of(text.body(), target.pipeline(), environment, sample, shape, nowMicros);
        return new Draft(text.head(trial) + text.body(), event.found(), trial.records(), trial.rejects());
    }
}
