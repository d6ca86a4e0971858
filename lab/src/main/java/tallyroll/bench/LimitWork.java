package tallyroll.bench;

import com.github.luben.zstd.ZstdCompressCtx;
import java.util.HashMap;
import java.util.Map;
import tallyroll.bucket.BucketRounder;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;
import tallyroll.decode.FieldDecoder;
import tallyroll.decode.RecordDecoder;
import tallyroll.event.Event;
import tallyroll.event.Expressions;
import tallyroll.flow.MapSideAggregator;
import tallyroll.pipeline.Pipeline;
import tallyroll.record.BlockWriter;

/** What has to be done with a record once it is in memory: decode, pack and compress, fold. Not thread-safe. */
final class LimitWork {
    private static final int BLOCK_BYTES = 1 << 20;
    private static final int MAX_ACCUMULATORS = 10_000_000;

    private final String topic;
    private final RecordDecoder decoder;
    private final Event event;
    private final MapSideAggregator fold;
    private final BucketRounder buckets;
    private final Map<Long, BlockWriter> blocks = new HashMap<>();
    private final ZstdCompressCtx zstd = new ZstdCompressCtx().setLevel(BlockWriter.LEVEL);
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

    LimitWork(Pipeline pipeline, FieldDecoder fields) {
        topic = pipeline.kafka().topic();
        Expressions.Bound expressions = Expressions.NONE.bind();
        decoder = new RecordDecoder(pipeline.event(), topic, expressions, fields);
        event = new Event(pipeline.event().schema());
        fold = new MapSideAggregator(pipeline.rollups(), pipeline.event().schema(), MAX_ACCUMULATORS);
        buckets = pipeline.record().bucket().rounder();
    }

    /** @param raw null for a record without a value */
    void take(byte[] raw, int partition, long offset) {
        if (raw == null
                || !decoder.decode(Slice.of(raw), partition, offset, event).ok()) {
            deadLetters++;
            return;
        }
        events++;
        BlockWriter block = blocks.computeIfAbsent(
                buckets.floor(event.timeMicros()),
                bucket -> new BlockWriter(new Claim.Range(topic, partition, 0, Long.MAX_VALUE)));
        block.add(offset, event.timeMicros(), event.identityHigh(), Slice.of(raw));
        if (block.rawBytes() >= BLOCK_BYTES) {
            cut(block);
        }
        fold.fold(event);
    }

    /** Cuts the last blocks, writes the partials as bytes, and ends. */
    Done finish() {
        blocks.values().stream().filter(block -> block.events() > 0).forEach(this::cut);
        int cells = fold.cells();
        fold.drain(packet -> summaryBytes += packet.value().length);
        zstd.close();
        return new Done(events, deadLetters, blockBytes, cells, summaryBytes);
    }

    private void cut(BlockWriter block) {
        blockBytes += block.cut(zstd).bytes().length;
    }
}
