package tallyroll.sim;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;
import tallyroll.control.ForgetClaim;
import tallyroll.control.IngestClaim;
import tallyroll.control.SettleClaim;
import tallyroll.decode.Message;
import tallyroll.event.Event;
import tallyroll.record.BucketMark;
import tallyroll.record.Counted;
import tallyroll.record.DeadLetter;
import tallyroll.record.GapStore;
import tallyroll.record.IdentityIndex;
import tallyroll.record.Settlement;
import tallyroll.record.SystemOfRecord;
import tallyroll.summary.StoreException;

/** The record as one host reaches it: appends stop half-way, go on late, and hosts die before and after each call. */
final class FaultyRecord implements SystemOfRecord {
    private final World world;
    private final Host host;
    private final Faults faults;

    FaultyRecord(World world, Host host) {
        this.world = world;
        this.host = host;
        faults = world.faults();
    }

    @Override
    public Appender appender(IngestClaim claim, int task, int attempt) {
        host.alive();
        return new FaultyAppender(claim, task, attempt);
    }

    @Override
    public DeadLetterAppender deadLetterAppender(long writeTimestamp) {
        return world.record().deadLetterAppender(writeTimestamp);
    }

    @Override
    public void read(long bucket, EventReader reader) {
        host.alive();
        world.step();
        if (faults.fails(host)) {
            switch (faults.random().nextInt(3)) {
                case 0 -> throw new StoreException("no answer to reading bucket " + bucket, null);
                case 1 -> throw died("reading bucket " + bucket);
                default -> world.pause(host, "before reading bucket " + bucket);
            }
        }
        world.record().read(bucket, seen(reader));
        if (faults.fails(host)) {
            world.pause(host, "after reading bucket " + bucket);
        }
        world.step();
    }

    @Override
    public void readTask(IngestClaim claim, int task, EventReader reader) {
        answers("what batch " + claim.batch() + " has recorded");
        if (!faults.off(Off.DURABLE)) {
            world.record().readTask(claim, task, reader);
        }
    }

    @Override
    public long count(long bucket, Batches batches) {
        answers("how many events bucket " + bucket + " holds");
        return faults.off(Off.LOSSES) ? Long.MAX_VALUE : world.record().count(bucket, batches);
    }

    @Override
    public void read(long bucket, long[] halves, EventReader reader) {
        answers("reading events of bucket " + bucket);
        world.record().read(bucket, halves, reader);
    }

    @Override
    public Iterator<long[]> identities(long bucket, Batches batches) {
        answers("reading the identities of bucket " + bucket);
        return world.record().identities(bucket, batches);
    }

    @Override
    public void moved(long bucket, long batch, long writeTimestamp) {
        writes("marking bucket " + bucket + " as moved", () -> world.record().moved(bucket, batch, writeTimestamp));
    }

    @Override
    public IdentityIndex index() {
        return new FaultyIndex(world.record().index(), this);
    }

    @Override
    public List<Long> voided(long from, long to) {
        if (world.requests().active()) { // nobody else asks for any
            answers("which buckets hold voids");
        }
        return faults.off(Off.VOIDS) ? List.of() : world.record().voided(from, to);
    }

    @Override
    public List<BucketMark> marks(long from, long to) {
        answers("reading the marks");
        if (faults.off(Off.SETTLED_BEFORE_FORGOTTEN)) {
            return world.marks().stream().map(FaultyRecord::asIfSettled).toList();
        }
        if (faults.off(Off.LOSSES)) {
            return world.marks().stream().map(FaultyRecord::asIfEmpty).toList();
        }
        return world.marks();
    }

    private static BucketMark asIfEmpty(BucketMark mark) {
        return new BucketMark(mark.bucket(), mark.lastBatch(), mark.settledBatch(), 0, 0);
    }

    boolean off(Off rule) {
        return faults.off(rule);
    }

    /** A write before or after which the host may die. */
    void writes(String what, Runnable write) {
        host.alive();
        world.step();
        boolean failed = faults.fails(host);
        if (failed && faults.random().nextBoolean()) {
            throw died("before " + what);
        }
        write.run();
        if (failed) {
            throw died("after " + what);
        }
    }

    /** A read that may get no answer, or be the last. */
    void answers(String what) {
        host.alive();
        world.step();
        if (faults.fails(host)) {
            switch (faults.random().nextInt(3)) {
                case 0 -> {
                    faults.say("  no answer to " + what);
                    throw new StoreException("no answer to " + what, null);
                }
                case 1 -> throw died(what);
                default -> world.pause(host, "before " + what);
            }
        }
    }

    private static BucketMark asIfSettled(BucketMark mark) {
        Settlement found = new Settlement(mark.bucket(), mark.distinct(), mark.duplicates(), mark.recountedMicros());
        return mark.settledBy(mark.lastBatch(), found);
    }

    private EventReader seen(EventReader reader) {
        if (faults.off(Off.EARLY_DELETIONS)) {
            return new WithoutEarlyDeletions(world, reader);
        }
        return faults.off(Off.EARLIER_BATCHES) ? batchless(reader) : reader;
    }

    /** Hears of all events as if they were of the first batch. */
    private static EventReader batchless(EventReader reader) {
        return (source, offset, raw) -> {
            reader.batch(1);
            reader.event(source, offset, raw);
        };
    }

    @Override
    public void settled(SettleClaim claim, List<Settlement> buckets) {
        for (Settlement found : buckets) {
            marking("bucket " + found.bucket() + " settled", () -> world.record()
                    .settled(claim, List.of(found)));
        }
    }

    @Override
    public void counted(IngestClaim claim, List<Counted> buckets) {
        for (Counted events : buckets) {
            marking("what is counted in bucket " + events.bucket(), () -> world.record()
                    .counted(claim, List.of(events)));
        }
    }

    private void marking(String what, Runnable write) {
        host.alive();
        world.step();
        boolean failed = faults.fails(host);
        if (failed && faults.random().nextInt(3) == 0) {
            throw died("before marking " + what);
        }
        if (failed && faults.random().nextBoolean()) {
            world.pause(host, "before marking " + what);
        }
        write.run();
        if (failed) {
            throw died("after marking " + what);
        }
    }

    @Override
    public long forgetEvents(long bucket, ForgetClaim claim) {
        host.alive();
        world.step();
        boolean failed = faults.fails(host);
        long found = world.record().forgetEvents(bucket, claim);
        if (failed) {
            throw died("after forgetting the events of bucket " + bucket);
        }
        return found;
    }

    @Override
    public long forget(long bucket, ForgetClaim claim) {
        host.alive();
        world.step();
        boolean failed = faults.fails(host);
        long found = world.record().forget(bucket, claim);
        if (failed) {
            throw died("after forgetting bucket " + bucket);
        }
        return found;
    }

    @Override
    public List<DeadLetter> deadLetters(int max) {
        return world.record().deadLetters(max);
    }

    @Override
    public void readDeadLetters(Batches batches, DeadLetterReader reader) {
        world.record().readDeadLetters(batches, reader);
    }

    @Override
    public void removeDeadLetters(List<DeadLetter> letters, long writeTimestamp) {
        world.record().removeDeadLetters(letters, writeTimestamp);
    }

    @Override
    public GapStore gaps() {
        answers("the gaps");
        return world.record().gaps();
    }

    @Override
    public void close() {
        // nothing is held
    }

    private RuntimeException died(String when) {
        RuntimeException end = faults.random().nextBoolean() ? host.crash() : host.fail();
        faults.say("  " + end.getMessage() + " at " + when);
        return end;
    }

    private final class FaultyAppender implements Appender {
        private final IngestClaim claim;
        private final Claim.Range range;
        private final int task;
        private final int attempt;
        private final Appender inner;
        private final List<Runnable> queue = new ArrayList<>();
        private final Set<Long> marked = new HashSet<>();
        private boolean queueing;

        FaultyAppender(IngestClaim claim, int task, int attempt) {
            this.claim = claim;
            this.task = task;
            this.attempt = attempt;
            inner = world.record().appender(claim, task, attempt);
            range = claim.range(task);
            queueing = faults.off(Off.RECORD_FIRST);
        }

        @Override
        public void add(long bucket, Event event, long offset, Slice raw) {
            host.alive();
            world.step();
            String what = "recording offset " + offset + " of " + range.partition();
            if (faults.fails(host)) {
                switch (faults.random().nextInt(3)) {
                    case 0 -> throw died(what);
                    case 1 -> world.pause(host, what);
                    default -> queueing = true;
                }
            }
            Slice copy = Slice.of(raw.toByteArray());
            Event sent = new Event(world.pipeline().event().schema()); // the task uses its own for the next one
            sent.timeMicros(event.timeMicros());
            sent.identity(event.identityHigh(), event.identityLow());
            if (marked.add(bucket)) {
                world.record().mark(bucket, claim, attempt);
                world.step();
                world.claims(host).require(claim);
            }
            Message message = Message.of(copy);
            Place place = Place.of(range, offset).at(message.element());
            byte[] value = message.value().toByteArray();
            Fact fact =
                    world.judge().source().given(claim.batch(), place, value).fact(place.element(), value);
            world.imports().identified(fact, event.identityHigh(), event.identityLow());
            Runnable landing = () -> {
                inner.add(bucket, sent, offset, copy);
                world.ledger().recorded(claim.batch(), place, fact);
            };
            if (queueing) {
                queue.add(landing);
            } else {
                landing.run();
            }
        }

        @Override
        public void reject(DeadLetter letter) {
            host.alive();
            world.step();
            inner.reject(letter);
        }

        @Override
        public void finish() {
            host.alive();
            if (faults.off(Off.RECORD_FIRST)) {
                world.recordLast(queue);
                return;
            }
            if (queueing) {
                faults.later(
                        "appends of task " + task + " of batch " + claim.batch(), () -> queue.forEach(Runnable::run));
                throw died("unconfirmed appends of task " + task);
            }
            inner.finish();
            world.step();
            if (faults.fails(host)) {
                throw died("the end of recording task " + task);
            }
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
