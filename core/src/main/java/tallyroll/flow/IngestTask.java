package tallyroll.flow;

import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import tallyroll.bucket.BucketRounder;
import tallyroll.bytes.Slice;
import tallyroll.control.Books;
import tallyroll.control.Claim;
import tallyroll.control.IngestClaim;
import tallyroll.decode.Decoding;
import tallyroll.decode.RecordDecoder;
import tallyroll.event.Event;
import tallyroll.event.EventSpec.Duplicates;
import tallyroll.record.DeadLetter;
import tallyroll.record.Gap;
import tallyroll.record.SystemOfRecord;
import tallyroll.time.Micros;

/** The map side of a batch of new events: one pass over one claimed range of the source. */
final class IngestTask implements MapTask {
    private final TaskPlan plan;
    private final IngestClaim claim;
    private final Claim.Range range;
    private final int task;
    private final SourceCursor source;
    private final RecordedBefore before;
    private final SystemOfRecord.Appender record;
    private final Consumer<Gap> gaps;
    private final long acceptedFrom;

    /**
     * Where what is read goes.
     *
     * @param gaps writes down what the source no longer gives; durable when it returns
     */
    record Out(SystemOfRecord.Appender record, Consumer<Gap> gaps) {}

    /**
     * @param task the index of this task's range in the claim
     * @param before what was recorded of it already
     */
    IngestTask(IngestTasks tasks, int task, SourceCursor source, RecordedBefore before, Out out) {
        plan = tasks.plan();
        claim = tasks.claim();
        range = claim.range(task);
        this.task = task;
        this.source = source;
        this.before = before;
        record = out.record();
        gaps = out.gaps();
        acceptedFrom = tasks.acceptedFrom();
    }

    @Override
    public RawEvents read() {
        return new SourceEvents();
    }

    @Override
    public void close() {
        record.close();
        source.close();
    }

    /** Read: the range, once through. */
    private final class SourceEvents implements RawEvents {
        private long read;

        boolean advance() {
            boolean more = source.advance();
            read += more ? 1 : 0;
            return more;
        }

        @Override
        public DecodedEvents decode() {
            return new Decoded(this);
        }
    }

    /** Decode: an event, or the reason why there is none. */
    private final class Decoded implements DecodedEvents {
        private final SourceEvents raw;
        private final RecordDecoder decoder = plan.decoderOfNewEvents(claim, range.source());
        private final Event event = new Event(plan.event().schema());
        private Decoding outcome = Decoding.OK;

        Decoded(SourceEvents raw) {
            this.raw = raw;
        }

        boolean advance() {
            if (!raw.advance()) {
                return false;
            }
            outcome = source.tombstone()
                    ? Decoding.NO_VALUE
                    : decoder.decode(source.value(), range.partition(), source.offset(), event);
            return true;
        }

        @Override
        public RecordedEvents record() {
            return new Recorded(this);
        }
    }

    /** Record: raw bytes and the marks of their buckets; what is no event becomes a dead letter. */
    private final class Recorded implements RecordedEvents, Partials.CountedEvents {
        private final Decoded decoded;
        private final Event event;
        private final BucketRounder buckets = plan.recordBucket().rounder();
        private final boolean keepsFirst = plan.event().duplicates() == Duplicates.FIRST;
        /** Without a record there is nothing to tell a duplicate by: what comes is counted. */
        private final boolean recording = plan.mode().recorded();

        private final IdentitySet seen = new IdentitySet(recording ? (int) Math.min(range.length(), 1 << 20) : 0);
        private final Set<Long> touched = new HashSet<>();
        private long lastBucket = Long.MIN_VALUE;
        private long recorded;
        private long recordedBytes;
        private long duplicates;
        private long deadLetters;
        /** Once the source has given everything: the buckets that hold what it did not give. */
        private Iterator<Long> fromRecord;

        Recorded(Decoded decoded) {
            this.decoded = decoded;
            event = decoded.event;
        }

        @Override
        public boolean next(Partials.EventFold fold) {
            if (!decoded.advance()) {
                return nextOfRecord(fold);
            }
            before.given(source.offset());
            if (!decoded.outcome.ok()) {
                reject(decoded.outcome, source.offset(), source.value());
                return true;
            }
            if (event.timeMicros() < acceptedFrom) {
                rejectTooOld();
                return true;
            }
            boolean first = !recording || seen.add(event.identityHigh(), event.identityLow());
            if (!first && keepsFirst) {
                duplicates++;
                return true;
            }
            if (recording) {
                append();
            }
            count(source.value(), first, fold);
            return true;
        }

        /** A bucket's worth of what an earlier run recorded and the source gives no more. */
        private boolean nextOfRecord(Partials.EventFold fold) {
            fromRecord = fromRecord == null ? before.buckets().iterator() : fromRecord;
            if (!fromRecord.hasNext()) {
                return false;
            }
            before.visitMissing(fromRecord.next(), (offset, raw) -> {
                decoded.raw.read++;
                Decoding outcome = decoded.decoder.decode(raw, range.partition(), offset, event);
                if (outcome.ok()) {
                    touch();
                    count(raw, seen.add(event.identityHigh(), event.identityLow()), fold);
                } else {
                    reject(outcome, offset, raw);
                }
            });
            return true;
        }

        private void count(Slice raw, boolean first, Partials.EventFold fold) {
            recorded++;
            recordedBytes += raw.length();
            if (first) {
                fold.fold(event, true);
            }
        }

        @Override
        public TaskStats finish() {
            for (Claim.Range found : source.gaps()) {
                for (Claim.Range gap : before.missingFrom(found)) {
                    // it was never read, so it is not in the books
                    gaps.accept(new Gap(gap, source.message(gap), claim.batch(), claim.writeTimestamp()));
                }
            }
            record.finish();
            Books books = new Books(decoded.raw.read, recorded, recordedBytes, duplicates, deadLetters);
            return new TaskStats(books, List.copyOf(touched), List.of());
        }

        @Override
        public Iterator<ShuffleRecord> summarise() {
            return new Partials(task, this, plan.aggregatorOfNewEvents(claim), Scope.EVERYTHING);
        }

        private void append() {
            touch();
            if (!before.holds(source.offset())) {
                record.add(lastBucket, event, source.offset(), source.value());
            }
        }

        private void touch() {
            long bucket = buckets.floor(event.timeMicros());
            if (bucket != lastBucket) {
                touched.add(bucket);
                lastBucket = bucket;
            }
        }

        private void reject(Decoding why, long offset, Slice raw) {
            deadLetters++;
            reject(why.code(), why.reason(), offset, raw);
        }

        private void rejectTooOld() {
            deadLetters++;
            String reason = "its time " + Micros.toInstant(event.timeMicros()) + " is before "
                    + Micros.toInstant(acceptedFrom)
                    + ", and what was recorded of earlier times is forgotten: whether it was counted cannot be told";
            reject("too-old", reason, source.offset(), source.value());
        }

        private void reject(String code, String reason, long offset, Slice raw) {
            record.reject(new DeadLetter(
                    claim.batch(),
                    range.source(),
                    range.partition(),
                    offset,
                    code,
                    reason,
                    raw.toByteArray()));
        }
    }
}
