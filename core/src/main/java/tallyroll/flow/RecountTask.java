package tallyroll.flow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tallyroll.bytes.Slice;
import tallyroll.control.Books;
import tallyroll.control.Claim;
import tallyroll.control.Quarantine;
import tallyroll.decode.RecordDecoder;
import tallyroll.event.Event;
import tallyroll.event.EventSpec;
import tallyroll.event.Expressions;
import tallyroll.flow.TaskStats.Recount;
import tallyroll.record.LostEvents;
import tallyroll.record.RecordLossException;
import tallyroll.record.SystemOfRecord;

/**
 * The map side of settling, verifying and repairing: one pass over whole record buckets, through the same {@link
 * MapSideAggregator} as new events.
 *
 * <p>Everything that is read is recorded already; what is left of that step is to find which event of each identity counts (rule
 * R1). Which identities were recorded more than once is known from a search, so only their events are held against one another and
 * the rest is read in passing. Where they are too many to be listed, a bucket is gone through several times, each time for the
 * identities of one range, so that memory is bounded whatever the bucket holds. The others are still named to the aggregator, uncounted: if they were counted earlier, under a group or bucket that has no
 * event left, that row is visited and goes.
 *
 * <p>Only events of batches before this one count. A driver that was taken for dead and wakes up in the middle would otherwise
 * total events that a later batch has recorded and will add to the row itself; so it computes what the driver after it computed
 * for the same batch.
 */
final class RecountTask implements MapTask {
    private final TaskPlan plan;
    private final EventSpec spec;
    private final RecountInput input;
    private final int task;
    private final List<Long> buckets;
    private final SystemOfRecord record;
    private final Quarantine quarantine;

    /** @param buckets which of the scope's record buckets are this task's */
    RecountTask(
            TaskPlan plan,
            RecountInput input,
            int task,
            List<Long> buckets,
            SystemOfRecord record,
            Quarantine quarantine) {
        this.quarantine = quarantine;
        this.plan = plan;
        this.input = input;
        this.task = task;
        this.buckets = buckets;
        this.record = record;
        spec = plan.event().ofRecorded();
    }

    @Override
    public RawEvents read() {
        return new BucketEvents();
    }

    @Override
    public void close() {
        // the record belongs to whoever runs the task
    }

    /** Read: bucket by bucket, as often as a bucket is asked for, without the events of later batches. */
    private final class BucketEvents implements RawEvents {
        private final Iterator<Long> left = buckets.iterator();
        private long bucket;
        /** Events of batches that the last one which settled the bucket has counted. */
        private long settledBefore;

        boolean nextBucket() {
            if (!left.hasNext()) {
                return false;
            }
            bucket = left.next();
            return true;
        }

        void visit(SystemOfRecord.EventReader reader) {
            long settledBy = Optional.ofNullable(input.settled().get(bucket))
                    .map(LostEvents.Settled::batch)
                    .orElse(0L);
            settledBefore = 0;
            record.read(bucket, new SystemOfRecord.EventReader() {
                private boolean earlier;
                private boolean counted;

                @Override
                public void batch(long number) {
                    earlier = number < input.before();
                    counted = number < settledBy;
                }

                @Override
                public void event(Claim.Range source, long offset, Slice raw) {
                    settledBefore += counted ? 1 : 0;
                    if (earlier) {
                        reader.event(source, offset, raw);
                    }
                }
            });
        }

        @Override
        public DecodedEvents decode() {
            return new Decoded(this);
        }
    }

    /** Decode: each source's events by a decoder of their own, since the source is part of an identity. */
    private final class Decoded implements DecodedEvents {
        private final BucketEvents raw;
        private final Expressions.Bound expressions = plan.expressions().bind();
        private final Map<String, RecordDecoder> decoders = new HashMap<>();
        private final Event event = new Event(spec.schema());
        private long order;
        private long undecoded;

        Decoded(BucketEvents raw) {
            this.raw = raw;
        }

        /** Decodes every event of the bucket in record order. */
        void visit(Visitor visitor) {
            order = 0;
            undecoded = 0;
            raw.visit((source, offset, bytes) -> {
                RecordDecoder decoder =
                        decoders.computeIfAbsent(source.source(), name -> plan.decoder(name, expressions));
                if (!left(source, offset) && decoded(decoder, source, offset, bytes)) {
                    visit(visitor, source, offset);
                } else {
                    undecoded++;
                }
            });
        }

        private boolean left(Claim.Range source, long offset) {
            return !quarantine.isEmpty()
                    && quarantine
                            .reason(source.source(), source.partition(), offset)
                            .isPresent();
        }

        private boolean decoded(RecordDecoder decoder, Claim.Range source, long offset, Slice bytes) {
            try {
                return decoder.decode(bytes, source.partition(), offset, event).ok();
            } catch (RuntimeException | StackOverflowError failed) {
                throw Culprit.event(source.source(), source.partition(), offset, failed);
            }
        }

        private void visit(Visitor visitor, Claim.Range source, long offset) {
            try {
                visitor.event(order++);
            } catch (RuntimeException | StackOverflowError failed) {
                throw Culprit.event(source.source(), source.partition(), offset, failed);
            }
        }

        @Override
        public RecordedEvents record() {
            return new Recorded(this);
        }
    }

    /** Record: of the events that are there, which one of each identity counts. */
    private final class Recorded implements RecordedEvents, Partials.CountedEvents {
        private final Decoded decoded;
        private final Event event;
        private final List<Recount> recounts = new ArrayList<>();
        private long distinct;
        private long duplicates;

        Recorded(Decoded decoded) {
            this.decoded = decoded;
            event = decoded.event;
        }

        @Override
        public boolean next(Partials.EventFold fold) {
            if (!decoded.raw.nextBucket()) {
                return false;
            }
            long bucket = decoded.raw.bucket;
            distinct = 0;
            duplicates = 0;
            int passes = BucketChoice.passes(spec, input.repeated().in(bucket));
            boolean looksFirst = BucketChoice.looksFirst(spec, bucket, input.repeated(), record);
            for (int pass = 0; pass < passes; pass++) {
                count(new BucketChoice(spec, bucket, input.repeated(), pass), looksFirst, fold);
            }
            requireWhole(bucket);
            if (input.scope().asked(bucket)) {
                recounts.add(new Recount(bucket, distinct, duplicates, decoded.undecoded));
            }
            return true;
        }

        /** Before anything was applied: rows are not lowered to what is left. */
        private void requireWhole(long bucket) {
            Optional.ofNullable(input.settled().get(bucket))
                    .flatMap(settled -> settled.loss(bucket, decoded.raw.settledBefore))
                    .ifPresent(loss -> {
                        throw new RecordLossException(loss);
                    });
        }

        private void count(BucketChoice choice, boolean looksFirst, Partials.EventFold fold) {
            if (looksFirst) {
                decoded.visit(order -> choice.offer(event, order));
            }
            decoded.visit(order -> {
                if (choice.covers(event)) {
                    boolean counts = choice.counts(event, order);
                    distinct += counts ? 1 : 0;
                    duplicates += counts ? 0 : 1;
                    if (!event.isDeletion()) { // it was never counted, and perhaps it has no group
                        fold.fold(event, counts);
                    }
                }
            });
        }

        @Override
        public TaskStats finish() {
            return new TaskStats(Books.NONE, recounts);
        }

        @Override
        public Iterator<ShuffleRecord> summarise() {
            return new Partials(task, this, plan.aggregator(), input.scope());
        }
    }

    /** Receives the decoded event with its place in the bucket's order. */
    private interface Visitor {
        void event(long order);
    }
}
