package tallyroll.sim;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import tallyroll.batch.BatchListener;
import tallyroll.batch.BatchPorts;
import tallyroll.batch.BatchRunner;
import tallyroll.batch.Settling.Eagerness;
import tallyroll.control.Acquisition;
import tallyroll.control.Claim;
import tallyroll.control.FencedException;
import tallyroll.control.LeaseHolder;
import tallyroll.control.MemoryControl;
import tallyroll.control.PipelineState;
import tallyroll.flow.SourceCursor;
import tallyroll.flow.TaskPlan;
import tallyroll.pipeline.Pipeline;
import tallyroll.record.BucketMark;
import tallyroll.record.MemoryRecord;
import tallyroll.summary.MemorySummaries;
import tallyroll.summary.StoreException;
import tallyroll.time.Micros;

/**
 * One seed's world: a topic that grows, drivers that come and go, stores that fail, a clock that only this class moves.
 *
 * <p>There are no threads. A driver that pauses and wakes up while another one holds the lease is a call that returns late: inside the port
 * call at which it falls asleep the rest of the world goes on, another driver takes the lease and runs batches, and only then
 * does the call return to the sleeper.
 */
final class World {
    private static final Duration LEASE = Duration.ofSeconds(30);
    /** 2026-03-28T14:00Z, ten hours before the day on which Berlin's clocks go forward. */
    private static final Instant START = Instant.parse("2026-03-28T14:00:00Z");

    private static final int STEPS = 25;
    private static final int MAX_NESTED = 3;

    private final long seed;
    private final Random random;
    private final Faults faults;
    private final Topic topic;
    private final Pipeline pipeline;
    private final MemoryControl control = new MemoryControl();
    private final MemoryRecord record = new MemoryRecord();
    private final MemorySummaries summaries = new MemorySummaries();
    private final Judge judge;
    private final Ledger ledger;
    private final Map<Long, Long> firstMarks = new TreeMap<>();
    private final List<Runnable> recordedLast = new ArrayList<>();
    private Instant now = START;
    private Host process;
    private BatchRunner runner;
    private int processes;
    private int nested;

    World(long seed, Set<Off> off) {
        this.seed = seed;
        random = new Random(seed);
        faults = new Faults(random, random.nextInt(16), off);
        boolean last = random.nextInt(3) == 0;
        topic = new Topic(random, random.nextInt(3) == 0);
        pipeline = WorldPipeline.of(last, off);
        judge = new Judge(this, new Oracle(topic, last));
        ledger = new Ledger(judge::broken);
    }

    /** What is reported of a run: the seed, what was found broken, all that happened. */
    record Report(long seed, Set<Off> off, List<String> broken, List<String> trace) {
        /** The command that runs this world again. */
        String command() {
            StringBuilder command = new StringBuilder("./tallyroll sim --seed " + seed);
            off.forEach(rule -> command.append(" --off ").append(rule));
            return command.toString();
        }
    }

    Report run() {
        for (int step = 0; step < STEPS && judge.calm(); step++) {
            pass(Duration.ofSeconds(random.nextInt(3_000)));
            topic.publish(micros(), 10);
            faults.land(random.nextInt(3));
            act();
        }
        faults.cease();
        faults.land(Integer.MAX_VALUE);
        for (int i = 0; judge.calm() && !rest(); i++) {
            if (i > 200) {
                judge.broken("the world does not come to rest: " + control.read(pipeline.name()));
            }
        }
        faults.land(Integer.MAX_VALUE);
        if (judge.calm()) {
            judge.end(new SimJobs(this, Host.ghost("verify")));
        }
        return new Report(seed, faults.off(), judge.found(), faults.trace());
    }

    /** Lets one driver do one thing, whatever comes of it. */
    private void act() {
        Host acting = null;
        try {
            acting = reigning();
            renew();
            if (process != acting) {
                return; // it slept through its renewal, and another runs
            }
            int dice = random.nextInt(20);
            if (dice < 11) {
                ingest();
            } else if (dice < 17) {
                settle();
            } else if (dice < 18) {
                repair();
            } else {
                restart(dice == 18);
            }
        } catch (Host.Crash | SimJobs.GivenUp | StoreException end) {
            ended(acting, end);
        } catch (FencedException fenced) {
            judge.fenced(fenced, control.read(pipeline.name()).orElseThrow());
            ended(acting, fenced);
        } catch (RuntimeException unexpected) {
            judge.broken("unexpected: " + unexpected);
            ended(acting, unexpected);
        }
    }

    private void ended(Host acting, RuntimeException end) {
        say((acting == null ? "a new driver" : acting) + " ends: " + end.getMessage());
        if (acting == null || process == acting) {
            process = null;
            runner = null;
        }
    }

    /** The process that holds the lease, or a new one that waits for it. */
    private Host reigning() {
        while (runner == null) {
            Host fresh = Host.process("driver-" + ++processes);
            long skew = random.nextInt(4_000) - 2_000L;
            InstantSource clock = () -> now.plusMillis(skew);
            boolean impatient = random.nextBoolean();
            process = fresh;
            Acquisition answer = LeaseHolder.acquire(
                    new FaultyControl(this, fresh),
                    pipeline.name(),
                    fresh.toString(),
                    LEASE,
                    clock,
                    holder -> impatient);
            if (process != fresh) {
                continue;
            }
            if (answer instanceof Acquisition.Acquired acquired) {
                BatchRunner taken = new BatchRunner(
                        plan(),
                        acquired.driver(),
                        new BatchPorts(new SimJobs(this, fresh), new FaultyRecord(this, fresh), claim -> this::opened),
                        clock,
                        BatchListener.NONE);
                runner = taken;
                say(fresh + " runs from epoch " + acquired.driver().state().epoch());
                taken.recover();
            } else {
                pass(LEASE);
            }
        }
        return process;
    }

    private void ingest() {
        Map<String, Long> positions = runner.lease().state().positions();
        List<Claim.Range> ranges = new ArrayList<>();
        for (int partition = 0; partition < topic.partitions(); partition++) {
            long from = positions.getOrDefault("events-" + partition, 0L);
            long until = Math.min(topic.end(partition), from + 1 + random.nextInt(15));
            while (from < until) {
                long to = Math.min(until, from + 1 + random.nextInt(12));
                ranges.add(new Claim.Range("events", partition, from, to));
                from = to;
            }
        }
        if (!ranges.isEmpty()) {
            runner.ingest(ranges, () -> -1);
        }
    }

    private boolean settle() {
        List<Long> due = runner.due(random.nextBoolean() ? Eagerness.ALL : Eagerness.QUIET, 1 + random.nextInt(20));
        if (!due.isEmpty()) {
            runner.settle(due, Claim.Cause.SETTLE);
        }
        return !due.isEmpty();
    }

    private void repair() {
        List<Long> some = new ArrayList<>();
        for (BucketMark mark : record.marks(Long.MIN_VALUE, Long.MAX_VALUE)) {
            if (random.nextInt(3) == 0) {
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
            say("  " + process + " did not hear of its renewal");
        }
    }

    private void restart(boolean politely) {
        say(process + " stops");
        if (politely) {
            runner.lease().release();
        } else {
            runner.lease().renew();
        }
        process = null;
        runner = null;
    }

    /** One thing more on the way to rest; true once all is read and settled. */
    private boolean rest() {
        pass(Duration.ofHours(3));
        reigning();
        long unread = 0;
        for (int partition = 0; partition < topic.partitions(); partition++) {
            unread += topic.end(partition) - runner.lease().state().positions().getOrDefault("events-" + partition, 0L);
        }
        if (unread > 0) {
            ingest();
            return false;
        }
        List<Long> due = runner.due(Eagerness.ALL, 50);
        if (due.isEmpty()) {
            return true;
        }
        runner.settle(due, Claim.Cause.SETTLE);
        return false;
    }

    /** The host sleeps, and while it does the world goes on with another driver. */
    void pause(Host sleeper, String when) {
        if (nested >= MAX_NESTED || sleeper.faultless()) {
            return;
        }
        nested++;
        say(sleeper + " falls asleep " + when);
        process = null;
        runner = null;
        for (int acts = 1 + random.nextInt(5); acts > 0 && judge.calm(); acts--) {
            pass(Duration.ofSeconds(random.nextInt(600)));
            topic.publish(micros(), 4);
            faults.land(random.nextInt(2));
            act();
        }
        say(sleeper + " wakes up");
        nested--;
    }

    void ghostly(Runnable work) {
        try {
            work.run();
        } catch (FencedException tooLate) {
            say("  " + tooLate.getMessage());
        }
    }

    /** The control row changed. */
    void swapped(PipelineState before, PipelineState after) {
        judge.swapped(before, after);
    }

    /** The marks as drivers see them. */
    List<BucketMark> marks() {
        List<BucketMark> marks = record.marks(Long.MIN_VALUE, Long.MAX_VALUE);
        if (!faults.off(Off.MARKS)) {
            return marks;
        }
        return marks.stream()
                .map(mark -> new BucketMark(
                        mark.bucket(),
                        firstMarks.computeIfAbsent(mark.bucket(), first -> mark.lastBatch()),
                        mark.settledBatch(),
                        mark.distinct(),
                        mark.duplicates()))
                .toList();
    }

    /** The bytes that readers of the topic get; null where they pass a record over, which they do only with a rule off. */
    byte[] given(Sent sent) {
        Fact fact = sent.fact();
        if (fact == null) {
            return faults.off(Off.DEAD_LETTERS) ? null : sent.raw();
        }
        if (faults.off(Off.LATE_EVENTS) && fact.at() < micros() - 70 * 60_000_000L) {
            return null;
        }
        return faults.off(Off.EVENT_TIME) ? fact.seenAt(micros()).json() : sent.raw();
    }

    /** Events to be recorded only after their rows, with rule R6 off. */
    void recordLast(List<Runnable> appends) {
        recordedLast.addAll(appends);
    }

    void recordNow() {
        recordedLast.forEach(Runnable::run);
        recordedLast.clear();
    }

    List<Integer> shuffled(int count) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            order.add(i);
        }
        Collections.shuffle(order, random);
        return order;
    }

    /** A task's own clock, minutes off, µs. */
    long skewed(Host host) {
        return micros() + Math.floorMod(host.toString().hashCode(), 21) * 60_000_000L - 600_000_000L;
    }

    /** The plan of a driver's tasks, whose map sides hold more or fewer accumulators at a time. */
    TaskPlan plan() {
        return TaskPlan.of(pipeline, WorldPipeline.expressions(pipeline), 1 + random.nextInt(40));
    }

    private SourceCursor opened(Claim.Range range) {
        return new TopicReader(topic, range, this::given);
    }

    void say(String line) {
        faults.say(line);
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private long micros() {
        return Micros.of(now);
    }

    Faults faults() {
        return faults;
    }

    Topic topic() {
        return topic;
    }

    Pipeline pipeline() {
        return pipeline;
    }

    Ledger ledger() {
        return ledger;
    }

    MemoryControl control() {
        return control;
    }

    MemoryRecord record() {
        return record;
    }

    MemorySummaries summaries() {
        return summaries;
    }
}
