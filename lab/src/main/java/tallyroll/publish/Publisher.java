package tallyroll.publish;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends records to a topic, fast, each once and in order per partition. Not thread-safe. */
public final class Publisher implements AutoCloseable {
    private static final int STEP = 10_000;

    private final String topic;
    private final Producer<byte[], byte[]> producer;
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    public Publisher(String bootstrap, String topic) {
        this.topic = topic;
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "lz4",
                        ProducerConfig.LINGER_MS_CONFIG,
                        20,
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        256 << 10,
                        ProducerConfig.BUFFER_MEMORY_CONFIG,
                        64L << 20,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        Topics.LARGEST_RECORD),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        awaitLeaders(bootstrap);
    }

    /**
     * A new partition has no leader for a moment. If several batches are sent before that, the first may be refused and the second
     * accepted; then the first is out of order for ever.
     */
    private void awaitLeaders(String bootstrap) {
        Map<TopicPartition, OffsetSpec> partitions = producer.partitionsFor(topic).stream()
                .collect(Collectors.toMap(
                        info -> new TopicPartition(topic, info.partition()), info -> OffsetSpec.latest()));
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap))) {
            admin.listOffsets(partitions).all().get();
        } catch (ExecutionException none) {
            producer.close();
            throw new IllegalStateException(
                    "Cannot publish to topic \"" + topic + "\": not all partitions have a leader: " + none.getCause(),
                    none);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            producer.close();
            throw new IllegalStateException("interrupted before publishing to \"" + topic + "\"", stop);
        }
    }

    /**
     * Publishes all of it and returns when the broker has it.
     *
     * @param progress is called now and then with how many more records were sent
     * @throws IllegalStateException when a record was refused
     */
    public void publish(Iterator<Message> messages, LongConsumer progress) {
        int sent = 0;
        while (messages.hasNext()) {
            Message message = messages.next();
            // The callback sees every failure; the future would only repeat it.
            Future<RecordMetadata> unused =
                    producer.send(new ProducerRecord<>(topic, message.partition(), null, message.value()), this::sent);
            if (++sent == STEP) {
                progress.accept(sent);
                sent = 0;
                check();
            }
        }
        producer.flush();
        progress.accept(sent);
        check();
    }

    private void sent(RecordMetadata where, Exception refused) {
        if (refused != null) {
            failure.compareAndSet(null, refused);
        }
    }

    private void check() {
        Exception refused = failure.get();
        if (refused != null) {
            throw new IllegalStateException(
                    "Cannot publish to topic \"" + topic + "\": " + refused.getMessage(), refused);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
