package tallyroll.source;

import java.util.Optional;
import tallyroll.pipeline.Pipeline;

/** What it means that a topic is compacted. */
final class Compaction {
    private Compaction() {}

    /** @param policy the topic's {@code cleanup.policy}; empty where the brokers do not tell us */
    static Optional<String> remark(Pipeline.Kafka kafka, Optional<String> policy) {
        return policy.filter(value -> value.contains("compact"))
                .map(value -> KafkaErrors.where(kafka) + " has cleanup.policy=" + value
                        + ": of records with the same key Kafka keeps the last, so events that are not read in time are gone without a"
                        + " gap; offsets that hold no record are counted as holes, see \"./tallyroll status\". For events, set"
                        + " cleanup.policy=delete.");
    }
}
