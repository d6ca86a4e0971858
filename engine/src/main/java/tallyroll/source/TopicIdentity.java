package tallyroll.source;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import tallyroll.control.LastRead;
import tallyroll.control.SourceIdentity;
import tallyroll.pipeline.Pipeline.Kafka;

/** One topic of a pipeline as a source: the topic that has the name now, whichever it is. */
final class TopicIdentity implements SourceIdentity {
    private final Kafka kafka;
    private final Supplier<KafkaTopic> topic;
    private final Function<Map<Integer, LastRead>, Map<Integer, Long>> epochs;
    private final boolean mayBeGone;

    /**
     * @param kafka of this topic alone
     * @param topic looks for it
     * @param epochs asks its leaders, see {@link TopicEpochs}
     * @param mayBeGone whether a topic that is not there is one without an id and records, and no error
     */
    TopicIdentity(
            Kafka kafka,
            Supplier<KafkaTopic> topic,
            Function<Map<Integer, LastRead>, Map<Integer, Long>> epochs,
            boolean mayBeGone) {
        this.kafka = kafka;
        this.topic = topic;
        this.epochs = epochs;
        this.mayBeGone = mayBeGone;
    }

    @Override
    public String where() {
        return KafkaErrors.where(kafka);
    }

    @Override
    public List<String> remarks() {
        return Compaction.remark(kafka, asked(KafkaTopic::cleanupPolicy, Optional.empty())).stream()
                .toList();
    }

    @Override
    public Optional<String> id() {
        return asked(KafkaTopic::currentId, Optional.empty());
    }

    @Override
    public Optional<String> identify() {
        return id();
    }

    @Override
    public Map<Integer, Long> divergence(Map<Integer, LastRead> read) {
        return epochs.apply(read);
    }

    @Override
    public Map<Integer, Long> earliest() {
        return asked(KafkaTopic::earliestNow, Map.of());
    }

    @Override
    public Map<Integer, Long> latest() {
        return asked(KafkaTopic::latestNow, Map.of());
    }

    private <T> T asked(Function<KafkaTopic, T> question, T ifGone) {
        try {
            return question.apply(topic.get());
        } catch (SourceException gone) {
            if (mayBeGone && gone.fault() == SourceException.Fault.TOPIC_MISSING) {
                return ifGone;
            }
            throw gone;
        }
    }
}
