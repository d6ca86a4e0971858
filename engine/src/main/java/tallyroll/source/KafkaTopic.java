package tallyroll.source;

import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import tallyroll.control.Claim;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.StartPosition;
import tallyroll.time.Micros;

/**
 * A topic as the driver sees it: which partitions it has and how far they reach. Every question goes to a broker, so partitions
 * added since, and a topic deleted or re-created, are seen at once. Not thread-safe.
 *
 * <p>Every method throws {@link SourceException}; where no broker answers, after at most about ten seconds.
 */
public final class KafkaTopic implements AvailableOffsets, AutoCloseable {
    private static final String LEFT_OUT_FROM = "left out from ";

    private final Pipeline.Kafka kafka;
    private final Admin admin;
    private final Uuid id;

    private KafkaTopic(Pipeline.Kafka kafka, Admin admin) {
        this.kafka = kafka;
        this.admin = admin;
        this.id = describe().topicId();
    }

    /** Connects, and makes sure that the topic is there. */
    public static KafkaTopic open(Pipeline.Kafka kafka) {
        Admin admin;
        try {
            admin = Admin.create(ConsumerOptions.of(kafka).admin());
        } catch (KafkaException e) {
            throw KafkaErrors.of(kafka, e);
        }
        try {
            return over(admin, kafka);
        } catch (SourceException e) {
            admin.close(Duration.ZERO);
            throw e;
        }
    }

    /** Over a connection that others use too: {@link #close} is not for it. */
    static KafkaTopic over(Admin admin, Pipeline.Kafka kafka) {
        return new KafkaTopic(kafka, admin);
    }

    /** The id of the topic that has this name now; empty of brokers that give none. */
    public Optional<String> currentId() {
        Uuid now = describe().topicId();
        return now.equals(Uuid.ZERO_UUID) ? Optional.empty() : Optional.of(now.toString());
    }

    /** How the brokers clean the topic up; empty where they do not tell this client. */
    Optional<String> cleanupPolicy() {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, kafka.topic());
        try {
            return Optional.ofNullable(
                            await(admin.describeConfigs(List.of(topic)).all())
                                    .get(topic)
                                    .get(TopicConfig.CLEANUP_POLICY_CONFIG))
                    .map(ConfigEntry::value);
        } catch (SourceException refused) {
            if (refused.fault() == SourceException.Fault.REFUSED) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    /** As {@link #earliest}, of the topic that has this name now, whichever it is. */
    Map<Integer, Long> earliestNow() {
        return offsets(describe(), OffsetSpec.earliest());
    }

    /** As {@link #latest}, of the topic that has this name now, whichever it is. */
    Map<Integer, Long> latestNow() {
        return offsets(describe(), OffsetSpec.latest());
    }

    /** Per partition the first offset that is still kept. */
    @Override
    public Map<Integer, Long> earliest() {
        return offsets(OffsetSpec.earliest());
    }

    /** Per partition one past the last offset whose transactions are all ended: what may be read. */
    @Override
    public Map<Integer, Long> latest() {
        return offsets(OffsetSpec.latest());
    }

    /** Per partition the position that a consumer group has committed; a partition without one is left out. */
    public Map<Integer, Long> committed(String group) {
        Map<Integer, Long> positions = new TreeMap<>();
        await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .forEach((partition, committed) -> {
                    if (committed != null && partition.topic().equals(kafka.topic())) {
                        positions.put(partition.partition(), committed.offset());
                    }
                });
        return positions;
    }

    /**
     * Has a consumer group that has no position begin at the ends of these ranges; what it leaves out by that stands beside its
     * positions until it commits others.
     *
     * @return false where it has members already, which began by themselves
     */
    public boolean begin(String group, List<Claim.Range> leftOut) {
        if (leftOut.isEmpty()) {
            return true;
        }
        Map<TopicPartition, OffsetAndMetadata> begins = new HashMap<>();
        leftOut.forEach(range -> begins.put(
                new TopicPartition(kafka.topic(), range.partition()),
                new OffsetAndMetadata(range.until(), LEFT_OUT_FROM + range.from())));
        try {
            await(admin.alterConsumerGroupOffsets(group, begins).all());
            return true;
        } catch (SourceException refused) {
            if (refused.getCause() instanceof UnknownMemberIdException) {
                return false;
            }
            throw refused;
        }
    }

    /** What a consumer group that has not committed a position yet has left out at its beginning. */
    public List<Claim.Range> leftOut(String group) {
        List<Claim.Range> leftOut = new ArrayList<>();
        await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .forEach((partition, committed) -> {
                    if (committed != null
                            && partition.topic().equals(kafka.topic())
                            && committed.metadata().startsWith(LEFT_OUT_FROM)) {
                        long from = Long.parseLong(committed.metadata().substring(LEFT_OUT_FROM.length()));
                        leftOut.add(new Claim.Range(kafka.topic(), partition.partition(), from, committed.offset()));
                    }
                });
        leftOut.removeIf(range -> range.length() == 0);
        return leftOut;
    }

    /**
     * The positions to read from: the committed ones, and for partitions that have none the first offset kept.
     *
     * @throws SourceException {@code TRUNCATED} where the log ends before a committed position, or lacks its partition
     */
    public Map<Integer, Long> positions(Map<Integer, Long> committed) {
        Map<Integer, Long> positions = new TreeMap<>(earliest());
        notTruncated(committed, latest());
        positions.putAll(committed);
        return positions;
    }

    /**
     * What a new pipeline leaves out of the topic, see {@link StartOffsets#leftOut}; nothing where it begins at what is kept.
     *
     * @throws tallyroll.pipeline.InvalidRequestException where the definition names a partition or an offset that is not there
     */
    public List<Claim.Range> leftOut() {
        return kafka.start().equals(StartPosition.EARLIEST)
                ? List.of()
                : new StartOffsets(earliest(), latest(), this::at).leftOut(kafka, kafka.topic());
    }

    /**
     * Per partition the first offset whose record has that timestamp or a later one, on the broker; where there is none, what {@link
     * #latest} says.
     *
     * @param micros before 1970 for the first offset that is kept, {@link Long#MAX_VALUE} for the end
     */
    public Map<Integer, Long> offsetsAt(long micros) {
        if (micros < 0) {
            return earliest();
        }
        Map<Integer, Long> offsets = latest();
        if (micros < Long.MAX_VALUE) {
            offsets.putAll(at(Instant.ofEpochMilli(-Math.floorDiv(-micros, Micros.PER_MILLI))));
        }
        return offsets;
    }

    private Map<Integer, Long> at(Instant time) {
        Map<Integer, Long> offsets = offsets(OffsetSpec.forTimestamp(time.toEpochMilli()));
        offsets.values().removeIf(none -> none < 0);
        return offsets;
    }

    /** Throws where {@code latest} ends before what was already read. */
    @Override
    public void notTruncated(Map<Integer, Long> read, Map<Integer, Long> latest) {
        requireWhole(kafka, read, latest);
    }

    /** As {@link #notTruncated}, of a topic that may be gone: then {@code latest} has nothing of it. */
    static void requireWhole(Pipeline.Kafka kafka, Map<Integer, Long> read, Map<Integer, Long> latest) {
        read.forEach((partition, position) -> {
            Long end = latest.get(partition);
            if (end == null || end < position) {
                String now = end == null ? "that partition is gone" : "its log ends at " + end;
                throw new SourceException(
                        SourceException.Fault.TRUNCATED,
                        "Cannot go on reading " + KafkaErrors.where(kafka) + ": partition " + partition
                                + " was read up to offset "
                                + position
                                + ", and now " + now
                                + ". The topic was truncated or re-created, so its offsets mean other"
                                + " records. Restore it, or accept what is there now with \"./tallyroll skip FILE"
                                + " --replaced-source\".");
            }
        });
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }

    private Map<Integer, Long> offsets(OffsetSpec spec) {
        TopicDescription topic = describe();
        if (!topic.topicId().equals(id)) {
            throw new SourceException(
                    SourceException.Fault.TOPIC_RECREATED,
                    "Cannot go on reading " + where() + ": the topic was deleted and re-created (its id was " + id
                            + " and is "
                            + topic.topicId()
                            + "), so its offsets mean other records. If this is meant, \"./tallyroll skip FILE"
                            + " --replaced-source\" goes on with the new one from its beginning.");
        }
        return offsets(topic, spec);
    }

    private Map<Integer, Long> offsets(TopicDescription topic, OffsetSpec spec) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (TopicPartitionInfo partition : topic.partitions()) {
            asked.put(new TopicPartition(kafka.topic(), partition.partition()), spec);
        }
        Map<Integer, Long> offsets = new TreeMap<>();
        await(admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .all())
                .forEach((partition, found) -> offsets.put(partition.partition(), found.offset()));
        return offsets;
    }

    private TopicDescription describe() {
        return await(admin.describeTopics(List.of(kafka.topic())).allTopicNames())
                .get(kafka.topic());
    }

    private <T> T await(KafkaFuture<T> answer) {
        return await(kafka, answer);
    }

    static <T> T await(Pipeline.Kafka kafka, KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw KafkaErrors.of(kafka, e.getCause());
        } catch (InterruptedException e) {
            // In the form in which Spark knows that its query was stopped, and did not fail.
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(
                    new InterruptedIOException("stopped while asking about " + KafkaErrors.where(kafka)));
        }
    }

    private String where() {
        return KafkaErrors.where(kafka);
    }
}
