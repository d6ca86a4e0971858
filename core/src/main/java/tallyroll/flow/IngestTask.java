package tallyroll.flow;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tallyroll.bucket.BucketRounder;
import tallyroll.control.Books;
import tallyroll.control.Claim;
import tallyroll.control.IngestClaim;
import tallyroll.control.PathMatches;
import tallyroll.control.Quarantine;
import tallyroll.control.SourceProgress;
import tallyroll.decode.Decoding;
import tallyroll.decode.Message;
import tallyroll.decode.RecordDecoder;
import tallyroll.event.Event;
import tallyroll.event.EventSpec.Duplicates;
import tallyroll.event.Field;
import tallyroll.record.DeadLetter;
import tallyroll.record.Gap;
import tallyroll.record.SystemOfRecord;
import tallyroll.time.Micros;

/** The map side of a batch of new events: one pass over one claimed range of the source. */
final class IngestTask implements MapTask {
    private final TaskPlan plan;
    private final IngestClaim claim;
    private final Claim.Range range;
    private final Number number;
    private final SourceCursor source;
    private final SystemOfRecord.Appender record;
    private final long acceptedFrom;

    /** @param task the index of the task's range in the claim */
    record Number(int task, int attempt) {}

    IngestTask(IngestTasks tasks, Number number, SourceCursor source, SystemOfRecord.Appender record) {
        plan = tasks.plan();
        claim = tasks.claim();
        range = claim.range(number.task());
        this.number = number;
        this.source = source;
        this.record = record;
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
        /** Without what is ignored: its position counts as one that holds nothing. */
        private long read;

        private long positions;
        private long lastOffset = -1;

        boolean advance() {
            boolean more = source.advance();
            if (more) {
                read++;
                positions += source.offset() == lastOffset ? 0 : 1;
                lastOffset = source.offset();
            }
            return more;
        }

        void ignore() {
            read--;
            positions -= source.element() == Message.WHOLE ? 1 : 0;
        }

        @Override
        public DecodedEvents decode() {
            return new Decoded(this);
        }
    }

    /** Decode: an event, or the reason why there is none. */
    private final class Decoded implements DecodedEvents {
        private final SourceEvents raw;
        private final Quarantine quarantine = claim.quarantine();
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
            outcome = quarantine.isEmpty() ? decoded() : leftOut().orElseGet(this::decoded);
            return true;
        }

        private Optional<Decoding> leftOut() {
            return quarantine
                    .reason(range.source(), range.partition(), source.offset())
                    .map(reason -> new Decoding(
                            DeadLetter.QUARANTINED, "the batch failed on this event again and again: " + reason));
        }

        private Decoding decoded() {
            if (source.tombstone()) {
                return decoder.tombstone();
            }
            if (!source.fault().ok()) {
                return source.fault();
            }
            try {
                return decoder.decode(source.value(), range.partition(), source.offset(), event);
            } catch (RuntimeException | StackOverflowError failed) {
                throw Culprit.event(range.source(), range.partition(), source.offset(), failed);
            }
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
        private final Map<Long, TaskStats.Touched> touched = new HashMap<>();
        private long bucket = Long.MIN_VALUE;
        private long counted;
        private long uncounted;
        private long recorded;
        private long recordedBytes;
        private long duplicates;
        private long deadLetters;

        Recorded(Decoded decoded) {
            this.decoded = decoded;
            event = decoded.event;
        }

        @Override
        public boolean next(Partials.EventFold fold) {
            if (!decoded.advance()) {
                return false;
            }
            if (!decoded.outcome.ok()) {
                if (decoded.outcome.ignored() && !claim.redecodes()) {
                    decoded.raw.ignore();
                } else {
                    reject(decoded.outcome);
                }
                return true;
            }
            if (event.timeMicros() < acceptedFrom) {
                outlived();
                return true;
            }
            boolean first = !event.isDeletion() && (!recording || seen.add(event.identityHigh(), event.identityLow()));
            if (!first && keepsFirst && !event.isVoid()) {
                duplicates++;
                return true;
            }
            if (recording) {
                append();
            }
            recorded++;
            recordedBytes += source.value().length();
            if (first) {
                counted++;
                fold(fold);
            } else {
                uncounted++;
            }
            return true;
        }

        private void fold(Partials.EventFold fold) {
            try {
                fold.fold(event, true);
            } catch (RuntimeException | StackOverflowError failed) {
                throw Culprit.event(range.source(), range.partition(), source.offset(), failed);
            }
        }

        @Override
        public TaskStats finish() {
            record.finish();
            Books books = new Books(decoded.raw.read, recorded, recordedBytes, duplicates, deadLetters);
            return new TaskStats(books, touched(), List.of(), List.of(progress()), number.attempt() > 0, gaps());
        }

        private List<TaskStats.Touched> touched() {
            leave(bucket);
            return List.copyOf(touched.values());
        }

        /** What was never read, and so is not in the books. */
        private List<Gap> gaps() {
            return source.gaps().stream()
                    .map(gap -> new Gap(gap, source.message(gap), claim.batch(), claim.writeTimestamp()))
                    .toList();
        }

        @Override
        public Iterator<ShuffleRecord> summarise() {
            return new Partials(number.task(), this, plan.aggregatorOfNewEvents(claim), Scope.EVERYTHING);
        }

        private SourceProgress progress() {
            long missing = source.gaps().stream().mapToLong(Claim.Range::length).sum();
            long holes = Math.max(0, range.length() - decoded.raw.positions - missing);
            return new SourceProgress(
                    range.source(),
                    range.partition(),
                    source.lastRead().stream().toList(),
                    holes,
                    paths());
        }

        private PathMatches paths() {
            Set<String> unmatched = new HashSet<>(decoded.decoder.unmatched());
            Set<String> with = new HashSet<>();
            Set<String> without = new HashSet<>();
            for (Field field : plan.event().schema().fields()) {
                if (!field.derived()) {
                    (unmatched.contains(field.name()) ? without : with).add(field.path());
                }
            }
            return PathMatches.of(with, without, decoded.decoder.looked());
        }

        private void append() {
            long next = buckets.floor(event.timeMicros());
            if (next != bucket) {
                leave(bucket);
                bucket = next;
            }
            record.add(bucket, event, source.offset(), source.value());
        }

        /** Sums up what became of events of a bucket since it was entered. */
        private void leave(long left) {
            if (left != Long.MIN_VALUE) {
                touched.merge(left, new TaskStats.Touched(left, counted, uncounted), TaskStats.Touched::plus);
                counted = 0;
                uncounted = 0;
            }
        }

        private void reject(Decoding why) {
            deadLetters++;
            reject(why.code(), why.reason());
        }

        /** Of what is forgotten no row is made any more: there is nothing to take out. */
        private void outlived() {
            if (event.isVoid()) {
                duplicates++;
            } else {
                rejectTooOld();
            }
        }

        private void rejectTooOld() {
            deadLetters++;
            String reason = "its time " + Micros.toInstant(event.timeMicros()) + " is before "
                    + Micros.toInstant(acceptedFrom)
                    + ", and what was recorded of earlier times is forgotten: whether it was counted cannot be told";
            reject("too-old", reason);
        }

        private void reject(String code, String reason) {
            String origin = source.origin().orElseGet(() -> claim.origin(number.task()));
            String named = DeadLetter.source(origin, source.element());
            record.reject(new DeadLetter(claim.batch(), named, range.partition(), source.offset(), code, reason)
                    .keeping(source.value().toByteArray()));
        }
    }
}
