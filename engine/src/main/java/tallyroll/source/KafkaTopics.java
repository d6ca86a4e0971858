package tallyroll.source;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import tallyroll.control.Claim;
import tallyroll.control.SourcePartition;
import tallyroll.pipeline.InvalidRequestException;
import tallyroll.pipeline.Pipeline.Kafka;
import tallyroll.pipeline.StartPosition;

/**
 * The topics of a pipeline as its driver sees them, over one connection. Those of a pattern are looked up with each question, so one
 * that is made later is found. Not thread-safe; throws as {@link KafkaTopic} does.
 */
final class KafkaTopics implements AllOffsets, AutoCloseable {
    private final Kafka kafka;
    private final Admin admin;
    private final Map<String, KafkaTopic> known = new HashMap<>();

    private KafkaTopics(Kafka kafka, Admin admin) {
        this.kafka = kafka;
        this.admin = admin;
    }

    /** Connects, and makes sure that the topics are there; of a pattern at least one. */
    static KafkaTopics open(Kafka kafka) {
        KafkaTopics topics = connect(kafka);
        try {
            topics.names().forEach(topics::topic);
            return topics;
        } catch (SourceException e) {
            topics.admin.close(Duration.ZERO);
            throw e;
        }
    }

    /** Connects; whether topics are there is found when they are asked for. */
    static KafkaTopics connect(Kafka kafka) {
        try {
            return new KafkaTopics(kafka, Admin.create(ConsumerOptions.of(kafka).admin()));
        } catch (KafkaException e) {
            throw KafkaErrors.of(kafka, e);
        }
    }

    /** In order: those that the definition names, or those that match its pattern now. */
    List<String> names() {
        if (!kafka.topics().names().isEmpty()) {
            return kafka.topics().names();
        }
        TreeSet<String> names =
                new TreeSet<>(KafkaTopic.await(kafka, admin.listTopics().names()));
        names.removeIf(name -> !kafka.topics().include(name));
        if (names.isEmpty()) {
            throw new SourceException(
                    SourceException.Fault.TOPIC_MISSING,
                    "Cannot read " + KafkaErrors.where(kafka)
                            + ": no topic that this client may see has such a name. Create one, grant DESCRIBE, or correct"
                            + " source.kafka.pattern.");
        }
        return List.copyOf(names);
    }

    /** One of them, as it was when it was first asked for. */
    KafkaTopic topic(String name) {
        return known.computeIfAbsent(name, first -> KafkaTopic.over(admin, kafka.only(first)));
    }

    /**
     * What a new pipeline leaves out of all of them, see {@link StartOffsets#leftOut}.
     *
     * @throws InvalidRequestException where the definition names a topic, partition or offset that is not there
     */
    List<Claim.Range> leftOut() {
        List<String> names = names();
        if (kafka.start() instanceof StartPosition.Offsets named) {
            named.offsets().keySet().stream()
                    .filter(topic -> !names.contains(topic))
                    .findFirst()
                    .ifPresent(topic -> {
                        throw new InvalidRequestException(
                                "Cannot begin to read topic \"" + topic + "\" at "
                                        + kafka.bootstrap()
                                        + " where source.kafka.start says: there is no such topic. Correct source.kafka.start.");
                    });
        }
        List<Claim.Range> leftOut = new ArrayList<>();
        names.forEach(name -> leftOut.addAll(topic(name).leftOut()));
        return leftOut;
    }

    @Override
    public Map<SourcePartition, Long> earliest() {
        return ofAll(KafkaTopic::earliest);
    }

    @Override
    public Map<SourcePartition, Long> latest() {
        return ofAll(KafkaTopic::latest);
    }

    private Map<SourcePartition, Long> ofAll(Function<KafkaTopic, Map<Integer, Long>> question) {
        Map<SourcePartition, Long> all = new TreeMap<>();
        names().forEach(name -> all.putAll(SourcePartition.in(name, question.apply(topic(name)))));
        return all;
    }

    @Override
    public void notTruncated(Map<SourcePartition, Long> read, Map<SourcePartition, Long> latest) {
        TreeSet<String> sources = new TreeSet<>();
        read.keySet().forEach(partition -> sources.add(partition.source()));
        sources.forEach(source -> KafkaTopic.requireWhole(
                kafka.only(source), SourcePartition.of(read, source), SourcePartition.of(latest, source)));
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
