package tallyroll.source;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes short texts to a topic, in many small batches, and returns when the broker has them. */
final class TopicWriter implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();

    private TopicWriter(String bootstrap, String topic, Map<String, Object> more) {
        Map<String, Object> options = new HashMap<>(more);
        options.put("bootstrap.servers", bootstrap);
        options.put("batch.size", 512);
        this.topic = topic;
        this.producer = new KafkaProducer<>(options, new ByteArraySerializer(), new ByteArraySerializer());
    }

    static TopicWriter plain(String bootstrap, String topic) {
        return new TopicWriter(bootstrap, topic, Map.of());
    }

    static TopicWriter transactional(String bootstrap, String topic) {
        TopicWriter writer = new TopicWriter(bootstrap, topic, Map.of("transactional.id", topic));
        writer.producer.initTransactions();
        return writer;
    }

    static void send(String bootstrap, String topic, int partition, List<String> values) {
        try (TopicWriter writer = plain(bootstrap, topic)) {
            writer.send(partition, values);
        }
    }

    void begin(List<String> values) {
        producer.beginTransaction();
        send(0, values);
    }

    void commit() {
        await();
        producer.commitTransaction();
    }

    void abort() {
        await();
        producer.abortTransaction();
    }

    void send(int partition, List<String> values) {
        for (String value : values) {
            send(new ProducerRecord<>(topic, partition, null, value.getBytes(StandardCharsets.UTF_8)));
        }
    }

    void send(ProducerRecord<byte[], byte[]> record) {
        sent.add(producer.send(record));
    }

    void await() {
        producer.flush();
        for (Future<RecordMetadata> one : sent) {
            try {
                one.get();
            } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException("the broker did not take a record", e);
            }
        }
        sent.clear();
    }

    @Override
    public void close() {
        await();
        producer.close();
    }
}
