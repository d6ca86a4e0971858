package tallyroll.source;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tallyroll.control.Claim;
import tallyroll.control.IngestClaim;
import tallyroll.control.LastRead;
import tallyroll.control.SourceIdentity;
import tallyroll.control.SourcePartition;
import tallyroll.flow.SourceOpener;
import tallyroll.pipeline.Pipeline.Kafka;

/** Direct: the topics are the log, each a source of its own, and Kafka keeps them. */
public final class TopicBinding implements SourceBinding {
    private final Kafka kafka;
    private final KafkaTopics topics;
    private final List<String> kept;
    private final boolean mayBeGone;
    private TopicEpochs epochs;

    private TopicBinding(Kafka kafka, KafkaTopics topics, List<String> kept, boolean mayBeGone) {
        this.kafka = kafka;
        this.topics = topics;
        this.kept = kept;
        this.mayBeGone = mayBeGone;
    }

    /**
     * Connects, and makes sure that the topics are there.
     *
     * @param kept what is kept beside each value, see {@link RecordEnvelope}
     */
    public static TopicBinding open(Kafka kafka, List<String> kept) {
        return new TopicBinding(kafka, KafkaTopics.open(kafka), kept, false);
    }

    /** To look at what there is: of several topics, one that is gone is no error. */
    public static TopicBinding toLookAt(Kafka kafka) {
        return kafka.topics().one()
                ? open(kafka, List.of())
                : new TopicBinding(kafka, KafkaTopics.connect(kafka), List.of(), true);
    }

    /** What tasks read topics with. */
    public static SourceOpener opener(Kafka kafka, List<String> kept) {
        return range -> new TopicCursor(KafkaRangeReader.open(kafka, range), new RecordEnvelope(kept));
    }

    @Override
    public Map<String, SourceIdentity> sources(Set<String> known) {
        TreeSet<String> names = new TreeSet<>(topics.names());
        known.stream().filter(kafka.topics()::include).forEach(names::add);
        Map<String, SourceIdentity> sources = new TreeMap<>();
        names.forEach(name -> sources.put(
                name,
                new TopicIdentity(
                        kafka.only(name), () -> topics.topic(name), read -> divergence(name, read), mayBeGone)));
        return sources;
    }

    private Map<Integer, Long> divergence(String topic, Map<Integer, LastRead> read) {
        if (epochs == null) {
            epochs = new TopicEpochs(kafka, ConsumerOptions.of(kafka).newConsumer());
        }
        return epochs.divergence(topic, read);
    }

    @Override
    public void start(long epoch) {
        // the brokers take events in
    }

    @Override
    public List<Claim.Range> leftOut() {
        return topics.leftOut();
    }

    @Override
    public void stopReceiving() {
        // the brokers go on taking events in
    }

    @Override
    public Map<String, String> streamOptions(Map<SourcePartition, Long> positions) {
        return TallySourceProvider.options(kafka, positions);
    }

    @Override
    public SourceOpener opener(IngestClaim claim) {
        return opener(kafka, kept);
    }

    @Override
    public void committed(Map<SourcePartition, Long> positions) {
        // how long records stay is the topics' affair
    }

    @Override
    public Set<SourcePartition> ended(Set<SourcePartition> partitions) {
        return Set.of();
    }

    @Override
    public List<String> remarks() {
        return sources(Set.of()).values().stream()
                .flatMap(topic -> topic.remarks().stream())
                .toList();
    }

    @Override
    public AllOffsets offsets() {
        return topics;
    }

    @Override
    public void close() {
        if (epochs != null) {
            epochs.close();
        }
        topics.close();
    }
}
