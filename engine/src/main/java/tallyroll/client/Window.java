package tallyroll.client;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import tallyroll.decode.Decoding;
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
        event = new Event(pipeline.event().schema());
        fold = new MapSideAggregator(pipeline.rollups(), pipeline.event().schema(), maxCells);
    }

    /** Takes in a batch; keeps nothing of its bytes. */
    void take(PositionedEventBatch placed) {
        EventBatch batch = placed.batch();
        for (int i = 0; i < batch.count(); i++) {
            Decoding decoding = decode(placed, i);
            if (decoding.ignored()) {
                continue;
            }
            read++;
            if (decoding.ok()) {
                fold.fold(event);
            } else {
                rejected++;
                byte[] raw = batch.event(i).toByteArray();
                letters.reject(placed.partition(), placed.offsets().applyAsLong(i), decoding, raw);
            }
        }
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

    private Decoding decode(PositionedEventBatch placed, int i) {
        if (placed.withoutValue().test(i)) {
            return decoder.tombstone();
        }
        EventBatch batch = placed.batch();
        long offset = placed.offsets().applyAsLong(i);
        return decoder.decode(batch.event(i), placed.partition(), offset, event);
    }
}
