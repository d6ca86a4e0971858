package tallyroll.source;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tallyroll.control.Claim;
import tallyroll.control.IngestClaim;
import tallyroll.control.LastRead;
import tallyroll.flow.SourceOpener;
import tallyroll.pipeline.Pipeline.Kafka;

/** Direct: the topic is the log, and Kafka keeps it. */
public final class TopicBinding implements SourceBinding {
    private final Kafka kafka;
    private final List<String> kept;
    private final KafkaTopic topic;
    private TopicEpochs epochs;

    private TopicBinding(Kafka kafka, List<String> kept, KafkaTopic topic) {
        this.kafka = kafka;
        this.kept = List.copyOf(kept);
        this.topic = topic;
    }

    /**
     * Connects, and makes sure that the topic is there.
     *
     * @param kept what of each record is kept beside its value, see {@link tallyroll.event.EventSpec#keptBeside}
     */
    public static TopicBinding open(Kafka kafka, List<String> kept) {
        return new TopicBinding(kafka, kept, KafkaTopic.open(kafka));
    }

    /** What tasks read a topic with. */
    public static SourceOpener opener(Kafka kafka, List<String> kept) {
        return range -> new TopicCursor(KafkaRangeReader.open(kafka, range), new RecordEnvelope(kept));
    }

    @Override
    public String source() {
        return kafka.topic();
    }

    @Override
    public void start(long epoch) {
        // the brokers take events in
    }

    @Override
    public List<Claim.Range> leftOut() {
        return topic.leftOut();
    }

    @Override
    public void stopReceiving() {
        // the brokers go on taking events in
    }

    @Override
    public Map<String, String> streamOptions(Map<Integer, Long> positions) {
        return TallySourceProvider.options(kafka, positions);
    }

    @Override
    public SourceOpener opener(IngestClaim claim) {
        return opener(kafka, kept);
    }

    @Override
    public void committed(Map<Integer, Long> positions) {
        // how long records stay is the topic's affair
    }

    @Override
    public Set<Integer> ended(Set<Integer> partitions) {
        return Set.of();
    }

    @Override
    public String where() {
        return KafkaErrors.where(kafka);
    }

    @Override
    public Optional<String> id() {
        return topic.currentId();
    }

    @Override
    public Optional<String> identify() {
        return topic.currentId();
    }

    @Override
    public Map<Integer, Long> divergence(Map<Integer, LastRead> read) {
        if (epochs == null) {
            epochs = new TopicEpochs(kafka, ConsumerOptions.of(kafka).newConsumer());
        }
        return epochs.divergence(read);
    }

    @Override
    public List<String> remarks() {
        return Compaction.remark(kafka, topic.cleanupPolicy()).stream().toList();
    }

    @Override
    public Map<Integer, Long> earliest() {
        return topic.earliestNow();
    }

    @Override
    public Map<Integer, Long> latest() {
        return topic.latestNow();
    }

    @Override
    public void close() {
        if (epochs != null) {
            epochs.close();
        }
        topic.close();
    }
}
