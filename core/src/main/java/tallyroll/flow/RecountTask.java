package tallyroll.flow;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import tallyroll.bytes.Slice;
import tallyroll.control.Books;
import tallyroll.control.Claim;
import tallyroll.decode.RecordDecoder;
import tallyroll.event.Event;
import tallyroll.event.EventSpec;
import tallyroll.event.EventSpec.Duplicates;
import tallyroll.event.Expressions;
import tallyroll.flow.TaskStats.Recount;
import tallyroll.record.SystemOfRecord;

/**
 * The map side of settling, verifying and repairing: reads whole record buckets, drops duplicates by identity (rule R1) and
 * summarises what is left through the same {@link MapSideAggregator} as new events.
 *
 * <p>The events of an identity that lose to another one are still named to the fold, uncounted: if they were counted earlier,
 * under a group or bucket that has no event left, that row is visited and goes.
 *
 * <p>Only events of batches before this one count. A driver that was taken for dead and wakes up in the middle would otherwise
 * total events that a later batch has recorded and will add to the row itself; so it computes what the driver after it computed
 * for the same batch.
 */
public final class RecountTask implements Iterator<ShuffleRecord> {
    /** Some of a scope's record buckets, for one task. */
    public record Share(int task, List<Long> buckets) implements Serializable {
        public Share {
            buckets = List.copyOf(buckets);
        }
    }

    private final TaskWork work;
    private final Scope.Recount scope;
    private final CrossBucketDuplicates moves;
    private final SystemOfRecord record;
    private final int task;
    private final Iterator<Long> buckets;
    private final MapSideAggregator fold;
    private final Event event;
    private final Expressions.Bound expressions;
    private final Map<String, RecordDecoder> decoders = new HashMap<>();
    private final Deque<ShuffleRecord> ready = new ArrayDeque<>();
    private final List<Recount> recounts = new ArrayList<>();
    private boolean finished;

    /** @param share which of the scope's record buckets are this task's */
    public RecountTask(
            TaskWork work, Scope.Recount scope, CrossBucketDuplicates moves, Share share, SystemOfRecord record) {
        this.moves = moves;
        this.work = work;
        this.scope = scope;
        this.record = record;
        task = share.task();
        buckets = share.buckets().iterator();
        expressions = work.expressions().bind();
        EventSpec spec = work.pipeline().event();
        fold = new MapSideAggregator(work.pipeline().rollups(), spec.schema(), expressions, work.maxCells());
        event = new Event(spec.schema());
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && !finished) {
            if (buckets.hasNext()) {
                recount(buckets.next());
            } else {
                fold.drain(ready::add);
                ready.add(new ShuffleRecord(
                        ShuffleKey.noticeKey(task), new TaskStats(Books.NONE, List.of(), recounts).bytes()));
                finished = true;
            }
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

    private void recount(long bucket) {
        Deduplicator winners = Deduplicator.of(work.pipeline().event());
        if (work.pipeline().event().duplicates() == Duplicates.LAST) {
            visit(bucket, order -> winners.offer(event, order));
        }
        long[] tally = new long[2];
        long undecoded = visit(bucket, order -> {
            boolean wins =
                    winners.wins(event, order) && moves.countsIn(event.identityHigh(), event.identityLow(), bucket);
            tally[wins ? 0 : 1]++;
            fold.fold(event, scope, wins);
            if (fold.full()) {
                fold.drain(ready::add);
            }
        });
        if (scope.asked(bucket)) {
            recounts.add(new Recount(bucket, tally[0], tally[1], undecoded));
        }
    }

    /** Decodes every event of a bucket in record order; returns how many no longer decode. */
    private long visit(long bucket, Visitor visitor) {
        Visit visit = new Visit(visitor);
        record.read(bucket, visit);
        return visit.undecoded;
    }

    private final class Visit implements SystemOfRecord.EventReader {
        private final Visitor visitor;
        private boolean earlier;
        private long order;
        private long undecoded;

        Visit(Visitor visitor) {
            this.visitor = visitor;
        }

        @Override
        public void batch(long number) {
            earlier = number < work.claim().batch();
        }

        @Override
        public void event(Claim.Range source, long offset, Slice raw) {
            if (!earlier) {
                return;
            }
            RecordDecoder decoder = decoders.computeIfAbsent(
                    source.source(), name -> new RecordDecoder(work.pipeline().event(), name, expressions));
            if (decoder.decode(raw, source.partition(), offset, event).ok()) {
                visitor.event(order++);
            } else {
                undecoded++;
            }
        }
    }

    /** Receives the decoded event with its place in the bucket's order. */
    private interface Visitor {
        void event(long order);
    }
}
