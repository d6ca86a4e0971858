package tallyroll.send;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import tallyroll.bytes.Slice;
import tallyroll.retry.Waits;

/**
 * Sends events to a topic. The producer is idempotent and waits for all replicas, so an event that is sent again because an answer was lost is
 * in the topic once.
 */
public final class KafkaSender implements EventSender {
    private static final int MAX_REQUEST_BYTES = 64 << 20;
    private static final Map<String, Object> PRODUCER = Map.of(
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            "lz4",
            ProducerConfig.LINGER_MS_CONFIG,
            20,
            ProducerConfig.BATCH_SIZE_CONFIG,
            256 << 10,
            ProducerConfig.BUFFER_MEMORY_CONFIG,
            128L << 20,
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
            MAX_REQUEST_BYTES,
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            30_000,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
            15_000,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            60_000);

    private final String topic;
    private final String bootstrap;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicLong confirmed = new AtomicLong();
    private final AtomicReference<Refusal> refused = new AtomicReference<>();
    private long given;

    /** The first event, from 1, that was not confirmed. */
    private record Refusal(long event, Exception why) {}

    private KafkaSender(String bootstrap, String topic, KafkaProducer<byte[], byte[]> producer) {
        this.bootstrap = bootstrap;
        this.topic = topic;
        this.producer = producer;
    }

    /**
     * Connects, and sees that the topic is there.
     *
     * @param options of Kafka's clients, as a definition has them; those that no producer knows are left out
     * @param partitions of the topic, should it have to be made; empty: it must be there
     */
    public static KafkaSender open(
            String bootstrap, String topic, Map<String, String> options, OptionalInt partitions) {
        String cannot = cannot(topic, bootstrap);
        try (Admin admin = Admin.create(admin(bootstrap, options))) {
            if (!exists(admin, topic)) {
                if (partitions.isEmpty()) {
                    throw new SendException(
                            cannot + "the broker knows no such topic. Correct its name, or have it made: --create-topic"
                                    + " [--partitions N].",
                            null);
                }
                create(admin, topic, partitions.getAsInt());
            }
            return new KafkaSender(bootstrap, topic, new KafkaProducer<>(producer(bootstrap, options)));
        } catch (KafkaException wrong) {
            throw new SendException(cannot + reason(wrong), wrong);
        }
    }

    private static boolean exists(Admin admin, String topic) {
        try {
            return describe(admin, topic) != null;
        } catch (UnknownTopicOrPartitionException none) {
            return false;
        }
    }

    private static TopicDescription describe(Admin admin, String topic) {
        return await(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
    }

    /** A new partition has no leader for a moment, in which what is sent first may be refused and what is sent then be taken. */
    private static void create(Admin admin, String topic, int partitions) {
        try {
            await(admin.createTopics(List.of(new NewTopic(topic, Optional.of(partitions), Optional.empty())))
                    .all());
        } catch (TopicExistsException madeMeanwhile) {
            // by somebody else, who wanted the same
        }
        Map<TopicPartition, OffsetSpec> all = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        await(admin.listOffsets(all).all());
    }

    private static <T> T await(KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof KafkaException known ? known : new KafkaException(failed.getCause());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", stop);
        }
    }

    private static Map<String, Object> admin(String bootstrap, Map<String, String> options) {
        Map<String, Object> admin = new HashMap<>();
        options.forEach((name, value) -> {
            if (AdminClientConfig.configNames().contains(name)) {
                admin.put(name, value);
            }
        });
        admin.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        admin.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
        admin.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Waits.KAFKA_ADMIN.millis());
        return admin;
    }

    private static Map<String, Object> producer(String bootstrap, Map<String, String> options) {
        Map<String, Object> producer = new HashMap<>(PRODUCER);
        options.forEach((name, value) -> {
            if (ProducerConfig.configNames().contains(name)
                    && AdminClientConfig.configNames().contains(name)) {
                producer.put(name, value);
            }
        });
        producer.putAll(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                15_000,
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class));
        return producer;
    }

    @Override
    public void send(Slice event, byte[] key) {
        send(new ProducerRecord<>(topic, key, event.toByteArray()));
    }

    @Override
    public void sendBeside(Slice event, Beside beside) {
        Long timestamp = beside.timestampMillis() < 0 ? null : beside.timestampMillis();
        ProducerRecord<byte[], byte[]> made =
                new ProducerRecord<>(topic, null, timestamp, beside.key(), event.toByteArray());
        beside.headers().forEach(header -> made.headers().add(header.name(), header.value()));
        send(made);
    }

    private void send(ProducerRecord<byte[], byte[]> made) {
        check();
        long number = ++given;
        try {
            // the callback sees every failure; the future would only repeat it
            Future<RecordMetadata> unused = producer.send(made, (where, why) -> answered(number, why));
        } catch (KafkaException wrong) {
            refused.compareAndSet(null, new Refusal(number, wrong));
        }
        check();
    }

    private void answered(long number, Exception why) {
        if (why == null) {
            confirmed.incrementAndGet();
        } else {
            refused.compareAndSet(null, new Refusal(number, why));
        }
    }

    @Override
    public Receipt finish() {
        producer.flush();
        check();
        return new Receipt(confirmed.get(), 0, List.of());
    }

    /** What is under way is waited for, so that the message is right. */
    private void check() {
        if (refused.get() == null) {
            return;
        }
        producer.flush();
        Refusal first = refused.get();
        throw new SendException(
                cannot(topic, bootstrap) + "event " + first.event() + " was not confirmed: " + reason(first.why()) + " "
                        + confirmed.get() + " events of the " + given
                        + " given so far are confirmed; whether the others are in the topic is not known. Sent again, events with an id (event.id)"
                        + " are counted once.",
                first.why());
    }

    private static String cannot(String topic, String bootstrap) {
        return "Cannot send to topic \"" + topic + "\" at " + bootstrap + ": ";
    }

    private static String reason(Exception why) {
        if (why instanceof AuthenticationException) {
            return "the broker does not accept this client's credentials (" + why.getMessage()
                    + "). Check source.kafka.options of the definition (--pipeline).";
        }
        if (why instanceof AuthorizationException) {
            return "this client may not (" + why.getMessage()
                    + "). Grant it DESCRIBE and WRITE on the topic, and CREATE for --create-topic.";
        }
        if (why instanceof RetriableException || why.getMessage() == null) {
            return "no broker answered in time (" + why.getMessage()
                    + "). Check the address, that the brokers run, and that their advertised listeners can be reached from here.";
        }
        Throwable innermost = why;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return innermost.getMessage() + ".";
    }

    @Override
    public String target() {
        return "topic \"" + topic + "\" at " + bootstrap;
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(1));
    }
}
