package tallyroll.client;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallyroll.bytes.Slice;
import tallyroll.decode.Decoding;
import tallyroll.decode.Exploder;
import tallyroll.decode.RecordDecoder;
import tallyroll.event.Event;
import tallyroll.event.Expressions;
import tallyroll.flow.ApplyReport;
import tallyroll.flow.ApplyTask;
import tallyroll.flow.MapSideAggregator;
import tallyroll.flow.ShuffleKey;
import tallyroll.flow.ShuffleRecord;
import tallyroll.pipeline.AcceptanceRules;
import tallyroll.pipeline.Pipeline;
import tallyroll.receiver.EventBatch;
import tallyroll.retry.RetryPolicy;
import tallyroll.summary.CounterStore;
import tallyroll.time.Micros;

/**
 * Events folded and not yet sent: decode and summarise as events arrive, apply when the window closes, with no shuffle in between because
 * one thread does both. However many events add to a counter while it stays here, it is incremented once. Not thread-safe.
 */
final class Window {
    private final Pipeline pipeline;
    private final RecordDecoder decoder;
    private final Optional<Exploder> exploder;
    private final Event event;
    private final MapSideAggregator fold;
    private final int maxCells;
    private final DeadLetterWriter letters;
    private final Outcomes counters;
    private final RetryPolicy retry;
    private long read;
    private long rejected;

    /** What increments and dead letters are written to. */
    record Outlet(CounterStore counters, DeadLetterWriter letters, RetryPolicy retry, InstantSource clock) {}

    /** @param maxCells counters of the finest granularity after which it is full */
    Window(Pipeline pipeline, Expressions expressions, Outlet outlet, int maxCells) {
        this.pipeline = pipeline;
        this.maxCells = maxCells;
        letters = outlet.letters();
        counters = new Outcomes(outlet.counters());
        retry = outlet.retry();
        decoder = new RecordDecoder(
                pipeline.event(),
                pipeline.source().name(),
                expressions.bind(),
                AcceptanceRules.of(pipeline).ofNewEvents(() -> Micros.now(outlet.clock())));
        exploder = Optional.of(pipeline.event())
                .filter(spec -> !spec.framing().explode().none())
                .map(Exploder::new);
        event = new Event(pipeline.event().schema());
        fold = new MapSideAggregator(pipeline.rollups(), pipeline.event().schema(), maxCells);
    }

    /** Takes in a batch; keeps nothing of its bytes. */
    void take(PositionedEventBatch placed) {
        EventBatch batch = placed.batch();
        for (int i = 0; i < batch.count(); i++) {
            Origin origin = new Origin(placed.partition(), placed.offsets().applyAsLong(i));
            if (placed.withoutValue().test(i)) {
                tombstone(origin, batch.event(i));
            } else if (exploder.isPresent()) {
                explode(origin, batch.event(i), exploder.get());
            } else {
                take(origin, batch.event(i));
            }
        }
    }

    private record Origin(int partition, long offset) {}

    private void explode(Origin origin, Slice record, Exploder parts) {
        Decoding opened = parts.open(record);
        if (!opened.ok()) {
            reject(origin, opened, record);
            return;
        }
        for (Slice raw = parts.next(); raw != null; raw = parts.next()) {
            take(origin, raw);
        }
    }

    private void take(Origin origin, Slice raw) {
        Decoding decoding = decoder.decode(raw, origin.partition, origin.offset, event);
        if (decoding.ok()) {
            read++;
            fold.fold(event);
        } else if (!decoding.ignored()) {
            reject(origin, decoding, raw);
        }
    }

    private void tombstone(Origin origin, Slice raw) {
        Decoding decoding = decoder.tombstone();
        if (!decoding.ignored()) {
            reject(origin, decoding, raw);
        }
    }

    private void reject(Origin origin, Decoding why, Slice raw) {
        read++;
        rejected++;
        letters.reject(origin.partition, origin.offset, why, raw.toByteArray());
    }

    boolean full() {
        return fold.cells() >= maxCells;
    }

    /**
     * Writes everything out, dead letters first: they can be written again without harm.
     *
     * @return what became of the events taken in since the last time
     * @throws tallyroll.summary.StoreException when the store goes on refusing; some increments may have been added
     */
    Totals send() {
        letters.finish();
        List<ShuffleRecord> packets = new ArrayList<>(fold.cells());
        fold.drain(packets::add);
        packets.sort((left, right) -> ShuffleKey.compare(left.key(), right.key()));
        long unknownBefore = counters.unknown();
        ApplyReport report = ApplyTask.ofCounters(pipeline, counters, retry, packets.iterator())
                .apply();
        Totals sent = new Totals(read, read - rejected, rejected, report.written(), counters.unknown() - unknownBefore);
        read = 0;
        rejected = 0;
        return sent;
    }
}
