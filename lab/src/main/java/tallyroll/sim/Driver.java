package tallyroll.sim;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import tallyroll.batch.BatchListener;
import tallyroll.batch.BatchPorts;
import tallyroll.batch.BatchRunner;
import tallyroll.batch.Redo;
import tallyroll.batch.Settling.Eagerness;
import tallyroll.control.Acquisition;
import tallyroll.control.Claim;
import tallyroll.control.FencedException;
import tallyroll.control.LeaseHolder;
import tallyroll.control.PipelineState;
import tallyroll.control.Request;
import tallyroll.control.RequestQueue;
import tallyroll.control.SourceCheck;
import tallyroll.control.SourceGuard;
import tallyroll.control.SourceReplacedException;
import tallyroll.record.BucketMark;
import tallyroll.record.RecordLossException;
import tallyroll.summary.StoreException;

/** One process that drives the pipeline: waits for the lease, runs batches, and ends by a crash, a fence, or as it likes. */
final class Driver {
    static final Duration LEASE = Duration.ofSeconds(30);

    private final World world;
    private final Host host;
    private final RandomGenerator random;
    private final InstantSource clock;
    private final boolean impatient;
    private BatchRunner runner;
    private boolean accepted;

    Driver(World world, Host host, InstantSource clock) {
        this.world = world;
        this.host = host;
        this.clock = clock;
        random = world.faults().random();
        impatient = random.nextBoolean();
    }

    /** The life of the process, whatever ends it. */
    void live() {
        try {
            while (!world.ending() && !acquired()) {
                world.handOver(1 + random.nextInt(8));
            }
            while (!world.ending() && act()) {
                world.handOver(random.nextInt(3));
            }
        } catch (Host.Crash | SimJobs.GivenUp | StoreException | RecordLossException end) {
            ended(end);
        } catch (SourceReplacedException | TopicReader.CutOff refused) {
            refused(refused);
        } catch (FencedException fenced) {
            world.judge().fenced(fenced, world.state());
            ended(fenced);
        } catch (RuntimeException unexpected) {
            world.judge().broken("unexpected: " + unexpected);
            ended(unexpected);
        }
    }

    /** As {@link #acquired}, where the source is not refused. */
    boolean mayRun() {
        try {
            return acquired();
        } catch (SourceReplacedException | TopicReader.CutOff refusal) {
            refused(refusal);
            return false;
        }
    }

    private void refused(RuntimeException refusal) {
        ended(refusal);
        if (refusal instanceof SourceReplacedException && !refusal.getMessage().contains("--batch")) {
            world.judge().source().refused(world.state());
            world.changes().refused();
        } else {
            world.changes().stuck();
        }
    }

    private void ended(RuntimeException end) {
        world.say(host + " ends: " + end.getMessage());
    }

    /** Asks for the lease; with it, what an earlier holder left open is run again. */
    boolean acquired() {
        Acquisition answer = LeaseHolder.acquire(
                new FaultyControl(world, host),
                world.pipeline().name(),
                host.toString(),
                LEASE,
                clock,
                holder -> impatient);
        if (!(answer instanceof Acquisition.Acquired acquired)) {
            return false;
        }
        BatchPorts ports = new BatchPorts(
                new SimJobs(world, host),
                new FaultyRecord(world, host),
                claim -> range -> claim.imports()
                        ? world.imports().open(claim, range, host)
                        : new TopicReader(world, claim, range, host),
                check(acquired.driver()));
        runner = new BatchRunner(world.plan(), acquired.driver(), ports, clock, BatchListener.NONE);
        world.say(host + " runs from epoch " + acquired.driver().state().epoch());
        runner.recover();
        return true;
    }

    /** Where the source may become another. */
    private SourceCheck check(LeaseHolder lease) {
        if (!world.changes().active() || world.faults().off(Off.SOURCE_GUARD)) {
            return SourceCheck.NONE;
        }
        Map<String, TopicIdentity> now = new TreeMap<>();
        world.topics().all().forEach(topic -> now.put(topic.name(), new TopicIdentity(world, topic, host)));
        SourceGuard guard = new SourceGuard(lease, known -> now);
        guard.begin();
        return guard;
    }

    /** Where reading goes on, by partition. */
    private Map<Integer, Long> positions(Topic topic) {
        PipelineState state = runner.lease().state();
        return state.positions(state.source(topic.name()).name(topic.name()));
    }

    /** Does one thing, whatever comes of it; false when it stops. */
    private boolean act() {
        renew();
        requested();
        int dice = random.nextInt(25);
        if (dice < 11) {
            ingest();
        } else if (dice < 17) {
            settle();
        } else if (dice < 18) {
            repair(3);
        } else if (dice == 18) {
            runner.forget(1 + random.nextInt(10));
        } else if (dice > 20) {
            runner.audit(random.nextInt(40));
        } else {
            stop(dice == 19);
            return false;
        }
        return true;
    }

    /** What somebody asked for, one at a time; true where there was something. */
    private boolean requested() {
        if (!world.requests().active()) {
            return false;
        }
        Optional<RequestQueue.Taken> taken = world.requests().queue(host, clock).take();
        taken.ifPresent(this::execute);
        return taken.isPresent();
    }

    private void execute(RequestQueue.Taken taken) {
        boolean early = world.faults().off(Off.REQUEST_ANSWERED_LAST);
        if (early && !taken.done("begun")) {
            return;
        }
        Reported reported = (done, total, message) -> {
            if (!early && !taken.progress(done, total, message)) {
                throw new NotOurs();
            }
        };
        try {
            boolean all = taken.request()
                    .work()
                    .match(
                            repair -> repaired(repair, reported),
                            redo -> redone(redo, reported),
                            importing -> imported(
                                    importing, taken.request().progress().done(), reported));
            if (!early && all) {
                taken.done("done");
            } else if (!early) {
                taken.failed("something is left");
            }
        } catch (NotOurs another) {
            world.say(host + " leaves a request to another driver");
        }
    }

    private boolean repaired(Request.Repair work, Reported reported) {
        List<Long> buckets = new FaultyRecord(world, host)
                .marks(work.from(), work.until()).stream()
                        .map(BucketMark::bucket)
                        .filter(bucket -> bucket >= work.from() && bucket < work.until())
                        .toList();
        reported.progress(0, 0, "recomputing " + buckets.size());
        if (!buckets.isEmpty()) {
            runner.settle(buckets, Claim.Cause.REPAIR);
        }
        return true;
    }

    private boolean redone(Request.Redo work, Reported reported) {
        Redo redo = new Redo(
                world.plan(),
                runner.lease(),
                new FaultyRecord(world, host),
                buckets -> runner.settle(buckets, Claim.Cause.REPAIR));
        return redo.recount(work, (done, total) -> reported.progress(0, 0, "recounted " + done + " of " + total))
                .left()
                .isEmpty();
    }

    /** Some pieces a batch, and new events in between. */
    private boolean imported(Request.Import work, long before, Reported reported) {
        List<Imports.Piece> pieces = world.imports().pieces(work);
        for (int next = (int) before; next < pieces.size(); ) {
            reported.progress(next, pieces.size(), "importing");
            int until = Math.min(pieces.size(), next + 1 + random.nextInt(3));
            List<Claim.Range> ranges = new ArrayList<>();
            List<String> files = new ArrayList<>();
            for (Imports.Piece piece : pieces.subList(next, until)) {
                ranges.add(piece.range());
                files.add(piece.file());
            }
            runner.imported(ranges, files);
            next = until;
            if (random.nextInt(4) == 0) {
                ingest();
            }
        }
        List<Long> voided = world.imports().voidedHours(work);
        if (!voided.isEmpty()) {
            runner.settle(voided, Claim.Cause.SETTLE);
        }
        return true;
    }

    /** Takes how far a request has come; throws where it is another driver's. */
    private interface Reported {
        void progress(long done, long total, String message);
    }

    /** Another driver has begun with the request. */
    private static final class NotOurs extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotOurs() {
            super(null, null, false, false);
        }
    }

    private void ingest() {
        List<Claim.Range> ranges = new ArrayList<>();
        for (Topic topic : world.topics().all()) {
            Map<Integer, Long> positions = positions(topic);
            String source = runner.lease().state().source(topic.name()).name(topic.name());
            for (int partition = 0; partition < topic.partitions(); partition++) {
                long from = positions.getOrDefault(partition, 0L);
                long until = Math.min(topic.end(partition), from + 1 + random.nextInt(15));
                while (from < until) {
                    long to = Math.min(until, from + 1 + random.nextInt(12));
                    ranges.add(new Claim.Range(source, partition, from, to));
                    from = to;
                }
            }
        }
        if (!ranges.isEmpty()) {
            runner.ingest(ranges, () -> -1);
        }
    }

    private void settle() {
        List<Long> due = runner.due(random.nextBoolean() ? Eagerness.ALL : Eagerness.QUIET, 1 + random.nextInt(20));
        if (!due.isEmpty()) {
            runner.settle(due, Claim.Cause.SETTLE);
        }
    }

    /** Recounts each bucket with a chance of one in so many; where events may have been lost, only all of them, which accepts it. */
    private void repair(int oneIn) {
        if (world.loses() && oneIn > 1) {
            return;
        }
        List<Long> some = new ArrayList<>();
        for (BucketMark mark : world.record().marks(Long.MIN_VALUE, Long.MAX_VALUE)) {
            if (random.nextInt(oneIn) == 0) {
                some.add(mark.bucket());
            }
        }
        if (!some.isEmpty()) {
            runner.settle(some, Claim.Cause.REPAIR);
        }
    }

    /** As the thread does that keeps the lease: what goes wrong is tried again at the next beat. */
    private void renew() {
        try {
            runner.lease().renew();
        } catch (StoreException unanswered) {
            world.say("  " + host + " did not hear of its renewal");
        }
    }

    private void stop(boolean politely) {
        world.say(host + " stops");
        if (politely) {
            runner.lease().release();
        }
    }

    /** One thing more on the way to rest; true once all is read and settled. */
    boolean rest() {
        long unread = 0;
        for (Topic topic : world.topics().all()) {
            Map<Integer, Long> positions = positions(topic);
            for (int partition = 0; partition < topic.partitions(); partition++) {
                unread += Math.max(0, topic.end(partition) - positions.getOrDefault(partition, 0L));
            }
        }
        if (unread > 0) {
            ingest();
            return false;
        }
        if (requested()) {
            return false;
        }
        List<Long> due = runner.due(Eagerness.ALL, 50);
        if (due.isEmpty() && world.loses() && !accepted) {
            accepted = true;
            repair(1);
            return false;
        }
        if (due.isEmpty()) {
            return true;
        }
        runner.settle(due, Claim.Cause.SETTLE);
        return false;
    }
}
