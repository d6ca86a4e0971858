package tallyroll.sample;

import tallyroll.pipeline.Strategy;

/**
 * What a draft is to be a definition of.
 *
 * @param pipeline its name, which is a keyspace's too
 * @param source what stands below {@code source:}, indented and ending with a line end
 * @param advice lines of a comment on why it is that strategy; may be empty
 */
public record Target(String pipeline, String source, Strategy strategy, String advice) {
    /** Whether events are read from a topic; else a receiver takes them. */
    boolean topic() {
        return source.stripLeading().startsWith("kafka:");
    }

    /** @throws SampleException where the events take back what others said, which a strategy without a record cannot */
    void requireRecord(Shape shape, Sample sample) {
        boolean recorded = strategy.summaryMode().recorded();
        if (!recorded && shape.around().envelope().changesRows()) {
            throw new SampleException(
                    "Cannot make a definition of " + sample.origin() + " for strategy "
                            + strategy.label() + ": its events are changes of rows ("
                            + shape.around().envelope().label()
                            + "), which take back what was counted before. That needs a record: choose an idempotent strategy.");
        }
    }
}
