package tallyroll.bench;

import com.github.luben.zstd.ZstdCompressCtx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import tallyroll.bucket.BucketRounder;
import tallyroll.control.Claim;
import tallyroll.decode.RecordDecoder;
import tallyroll.event.Event;
import tallyroll.event.Expressions;
import tallyroll.flow.MapSideAggregator;
import tallyroll.pipeline.Pipeline;
import tallyroll.record.BlockWriter;

/**
 * The least that has to be done for each event, by one thread: consume, decode, pack and compress, fold; nothing is written.
 * What a pipeline costs above this is the price of being right: the record, the shuffle, the rows.
 */
final class Limit {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int BLOCK_BYTES = 1 << 20;
    private static final int MAX_CELLS = 10_000_000;

    private final Pipeline pipeline;
    private final RecordDecoder decoder;
    private final Event event;
    private final MapSideAggregator fold;
    private final BucketRounder buckets;
    private final Map<Long, BlockWriter> blocks = new HashMap<>();
    private final ZstdCompressCtx zstd = new ZstdCompressCtx().setLevel(1);
    private long events;
    private long deadLetters;
    private long blockBytes;
    private long summaryBytes;

    /** @param blockBytes packed and compressed; @param summaryBytes partials as bytes */
    record Done(long events, long deadLetters, long blockBytes, int cells, long summaryBytes) {
        Done plus(Done other) {
            return new Done(
                    events + other.events,
                    deadLetters + other.deadLetters,
                    blockBytes + other.blockBytes,
                    cells + other.cells,
                    summaryBytes + other.summaryBytes);
        }
    }

    Limit(Pipeline pipeline) {
        this.pipeline = pipeline;
        Expressions.Bound expressions = Expressions.NONE.bind();
        decoder = new RecordDecoder(pipeline.event(), pipeline.kafka().topic(), expressions);
        event = new Event(pipeline.event().schema());
        fold = new MapSideAggregator(pipeline.rollups(), pipeline.event().schema(), expressions, MAX_CELLS);
        buckets = pipeline.record().bucket().cutter();
    }

    /** Everything that stands in these partitions now. */
    Done consume(List<Integer> numbers) {
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
        return finish();
    }

    private void take(ConsumerRecord<byte[], byte[]> one) {
        byte[] raw = one.value();
        if (raw == null
                || !decoder.decode(raw, 0, raw.length, one.partition(), one.offset(), event)
                        .ok()) {
            deadLetters++;
            return;
        }
        events++;
        BlockWriter block = blocks.computeIfAbsent(
                buckets.floor(event.timeMicros()),
                bucket -> new BlockWriter(new Claim.Range(one.topic(), one.partition(), 0, Long.MAX_VALUE)));
        block.add(one.offset(), event.timeMicros(), event.identityHigh(), raw, 0, raw.length);
        if (block.rawBytes() >= BLOCK_BYTES) {
            cut(block);
        }
        fold.fold(event);
    }

    private void cut(BlockWriter block) {
        blockBytes += block.cut(zstd).bytes().length;
    }

    private Done finish() {
        blocks.values().stream().filter(block -> block.events() > 0).forEach(this::cut);
        int cells = fold.cells();
        fold.drain(packet -> summaryBytes += packet.value().length);
        zstd.close();
        return new Done(events, deadLetters, blockBytes, cells, summaryBytes);
    }
}
