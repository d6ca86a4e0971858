package tallyroll.source;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;
import tallyroll.pipeline.Pipeline;
import tallyroll.retry.Waits;

/**
 * The client properties made of a definition's: its own are passed on, except where a correct reading depends on ours.
 *
 * @param consumer for the tasks' consumers
 * @param admin for the driver's admin client
 * @param overridden one sentence for each option of the definition that was not followed
 */
record ConsumerOptions(Map<String, Object> consumer, Map<String, Object> admin, List<String> overridden) {
    private static final String BOOTSTRAP = ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG;

    /** Ours, whatever the definition says, and why. */
    private static final Map<String, Rule> FIXED = Map.of(
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            new Rule("read_committed", "aborted transactions must not be counted"),
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            new Rule("false", "positions are committed with the batch, in the control table"),
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            new Rule("none", "offsets that are gone are recorded as a gap, never skipped"),
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
            new Rule(ByteBufferDeserializer.class.getName(), "records are decoded by the pipeline"),
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
            new Rule(ByteBufferDeserializer.class.getName(), "records are decoded by the pipeline"),
            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
            new Rule("false", "a deleted topic must be noticed, not made again"));

    /**
     * Ours unless the definition says otherwise. A fetch of 4 MB holds some 25,000 records of 170 bytes: larger ones save no
     * measurable time and cost memory in each idle consumer. What a range asks for is there, so a fetch need not wait for data;
     * one that does, at the log's end, would keep the connection from the next range for that long.
     */
    private static final Map<String, String> TUNED = Map.of(
            ConsumerConfig.FETCH_MAX_BYTES_CONFIG, "8388608",
            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "4194304",
            ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "10",
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "10000",
            ConsumerConfig.RECEIVE_BUFFER_CONFIG, "1048576",
            ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, "15000",
            ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "15000",
            ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "1000");

    /** The driver asks small questions and wants to know soon that nobody answers. */
    private static final Map<String, String> PATIENCE = Map.of(
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            "4000",
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            String.valueOf(Waits.KAFKA_ADMIN.millis()));

    private record Rule(String value, String reason) {}

    ConsumerOptions {
        consumer = Map.copyOf(consumer);
        admin = Map.copyOf(admin);
        overridden = List.copyOf(overridden);
    }

    static ConsumerOptions of(Pipeline.Kafka kafka) {
        return of(kafka, TUNED);
    }

    /**
     * For a member of a consumer group. It waits for what is not there yet, so an idle fetch may wait long; and of a change in the
     * group only the partitions that move are to notice.
     */
    static ConsumerOptions ofMember(Pipeline.Kafka kafka, String group) {
        Map<String, String> tuned = new HashMap<>(TUNED);
        tuned.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "500");
        tuned.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        ConsumerOptions options = of(kafka, tuned);
        Map<String, Object> consumer = new HashMap<>(options.consumer);
        consumer.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        return new ConsumerOptions(consumer, options.admin, options.overridden);
    }

    KafkaConsumer<ByteBuffer, ByteBuffer> newConsumer() {
        return new KafkaConsumer<>(consumer);
    }

    private static ConsumerOptions of(Pipeline.Kafka kafka, Map<String, String> tuned) {
        Map<String, Object> consumer = new HashMap<>(tuned);
        consumer.putAll(kafka.options().values());
        consumer.remove(ConsumerConfig.GROUP_ID_CONFIG);
        FIXED.forEach((key, rule) -> consumer.put(key, rule.value()));
        consumer.put(BOOTSTRAP, kafka.bootstrap());
        Map<String, Object> admin = new HashMap<>(PATIENCE);
        kafka.options().values().forEach((key, value) -> {
            boolean consumersOnly = ConsumerConfig.configNames().contains(key)
                    && !AdminClientConfig.configNames().contains(key);
            if (!consumersOnly) {
                admin.put(key, value);
            }
        });
        admin.put(BOOTSTRAP, kafka.bootstrap());
        return new ConsumerOptions(consumer, admin, overridden(kafka));
    }

    private static List<String> overridden(Pipeline.Kafka kafka) {
        List<String> sentences = new ArrayList<>();
        new TreeMap<>(kafka.options().values()).forEach((key, value) -> {
            Rule rule = FIXED.get(key);
            if (rule != null && !rule.value().equals(value)) {
                sentences.add("Kafka option \"" + key + "\" is " + rule.value() + ", not " + value + " as defined: "
                        + rule.reason() + ".");
            } else if (key.equals(BOOTSTRAP) && !Objects.equals(value, kafka.bootstrap())) {
                sentences.add("Kafka option \"" + key + "\" is " + kafka.bootstrap() + ", not " + value
                        + " as defined: source.kafka.bootstrap names the brokers.");
            } else if (key.equals(ConsumerConfig.GROUP_ID_CONFIG)) {
                sentences.add("Kafka option \"" + key
                        + "\" is not used: partitions are assigned by the driver, there is no consumer group.");
            }
        });
        return sentences;
    }
}
