package tallyroll.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import tallyroll.decode.FieldDecoders;
import tallyroll.pipeline.Pipeline;

/**
 * The minimum that has to be done for each event, by one thread: consume, then {@link LimitWork}; nothing is written. What a
 * pipeline costs above this is the price of being right: the record, the shuffle, the rows.
 */
final class Limit {
    private static final Duration POLL = Duration.ofMillis(500);

    private final Pipeline pipeline;
    private final LimitWork work;

    Limit(Pipeline pipeline) {
        this.pipeline = pipeline;
        work = new LimitWork(pipeline, FieldDecoders.of(pipeline.event()));
    }

    /** Everything that is in these partitions now. */
    LimitWork.Done consume(List<Integer> numbers) {
        Map<String, Object> properties = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                pipeline.kafka().bootstrap(),
                ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                8 << 20,
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                4 << 20,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                10_000,
                ConsumerConfig.RECEIVE_BUFFER_CONFIG,
                1 << 20,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "none");
        List<TopicPartition> partitions = numbers.stream()
                .map(number -> new TopicPartition(pipeline.kafka().topic(), number))
                .toList();
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
                consumer.poll(POLL).forEach(this::take);
            }
        }
        return work.finish();
    }

    private void take(ConsumerRecord<byte[], byte[]> one) {
        work.take(one.value(), one.partition(), one.offset());
    }
}
