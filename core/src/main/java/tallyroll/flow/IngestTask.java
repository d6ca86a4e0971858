package tallyroll.flow;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import tallyroll.bucket.BucketRounder;
import tallyroll.bytes.Slice;
import tallyroll.control.Books;
import tallyroll.control.Claim;
import tallyroll.decode.Decoding;
import tallyroll.decode.RecordDecoder;
import tallyroll.event.Event;
import tallyroll.event.EventSpec.Duplicates;
import tallyroll.event.Expressions;
import tallyroll.pipeline.Pipeline;
import tallyroll.record.DeadLetter;
import tallyroll.record.SystemOfRecord;

/**
 * The map side of a batch of new events: one pass over one claimed range that reads, decodes, records and summarises, and gives
 * the partials to the shuffle.
 *
 * <p>It is an iterator so that the shuffle can spill: when the fold is full its cells are given away and reading goes on. The
 * iterator ends only after the record has confirmed everything, and an apply task starts only when every map iterator has ended;
 * that is the barrier of rule R6, and the one sentence to keep true here is that {@code record.finish()} comes before the last
 * packet.
 */
public final class IngestTask implements Iterator<ShuffleRecord>, AutoCloseable {
    private final Pipeline pipeline;
    private final Claim claim;
    private final Claim.Range range;
    private final int task;
    private final SourceCursor source;
    private final SystemOfRecord.Appender record;
    private final RecordDecoder decoder;
    private final Event event;
    private final MapSideAggregator fold;
    /** Without a record there is nothing to tell a duplicate by: what comes is counted. */
    private final boolean recording;

    private final BucketRounder recordBuckets;
    private final IdentitySet seen;
    private final Set<Long> touched = new HashSet<>();
    private final Deque<ShuffleRecord> ready = new ArrayDeque<>();
    private long read;
    private long recorded;
    private long recordedBytes;
    private long duplicates;
    private long deadLetters;
    private long lastBucket = Long.MIN_VALUE;
    private boolean finished;

    /** @param task the index of this task's range in the claim */
    public IngestTask(TaskWork work, int task, SourceCursor source, SystemOfRecord.Appender record) {
        pipeline = work.pipeline();
        claim = work.claim();
        range = ((Claim.Ingest) claim.content()).ranges().get(task);
        this.task = task;
        this.source = source;
        this.record = record;
        Expressions.Bound expressions = work.expressions().bind();
        decoder = new RecordDecoder(pipeline.event(), range.source(), expressions);
        event = new Event(pipeline.event().schema());
        fold = work.fold(expressions);
        recording = pipeline.strategy().summaryMode().recorded();
        recordBuckets = pipeline.record().bucket().cutter();
        seen = new IdentitySet(recording ? (int) Math.min(range.length(), 1 << 20) : 0);
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && !finished) {
            work();
        }
        return !ready.isEmpty();
    }

    @Override
    public ShuffleRecord next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.poll();
    }

    @Override
    public void close() {
        record.close();
        source.close();
    }

    private void work() {
        while (!fold.full()) {
            if (!source.advance()) {
                finish();
                return;
            }
            read++;
            take();
        }
        fold.drain(ready::add);
    }

    private void take() {
        if (source.tombstone()) {
            reject(Decoding.NO_VALUE);
            return;
        }
        Slice raw = source.value();
        Decoding decoding = decoder.decode(raw, range.partition(), source.offset(), event);
        if (!decoding.ok()) {
            reject(decoding);
            return;
        }
        boolean first = !recording || seen.add(event.identityHigh(), event.identityLow());
        if (!first && pipeline.event().duplicates() == Duplicates.FIRST) {
            duplicates++;
            return;
        }
        if (recording) {
            record(raw);
        }
        recorded++;
        recordedBytes += raw.length();
        if (first) {
            fold.fold(event);
        }
    }

    private void record(Slice raw) {
        long bucket = recordBuckets.floor(event.timeMicros());
        if (bucket != lastBucket) {
            touched.add(bucket);
            lastBucket = bucket;
        }
        record.add(bucket, event, source.offset(), raw);
    }

    private void reject(Decoding why) {
        deadLetters++;
        letter(source.offset(), why.code(), why.reason(), source.value().toByteArray());
    }

    /** A gap is kept where dead letters are, so that it is found by whoever looks for what is missing; it was never read. */
    private void gap(Claim.Range gap) {
        String reason = source.message(gap) + "; found when batch " + claim.batch() + " read them";
        letter(gap.from(), "gap", reason, new byte[0]);
    }

    private void letter(long offset, String code, String reason, byte[] raw) {
        record.reject(new DeadLetter(claim.batch(), range.source(), range.partition(), offset, code, reason, raw));
    }

    private void finish() {
        source.gaps().forEach(this::gap);
        record.finish();
        fold.drain(ready::add);
        Books books = new Books(read, recorded, recordedBytes, duplicates, deadLetters);
        ready.add(new ShuffleRecord(
                ShuffleKey.noticeKey(task), new TaskStats(books, List.copyOf(touched), List.of()).bytes()));
        finished = true;
    }
}
