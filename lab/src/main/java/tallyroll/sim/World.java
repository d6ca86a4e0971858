package tallyroll.sim;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import tallyroll.batch.Comparison;
import tallyroll.control.FencedException;
import tallyroll.control.MemoryControl;
import tallyroll.control.OpenClaims;
import tallyroll.control.PipelineState;
import tallyroll.control.SettleClaim;
import tallyroll.control.SourceReplacedException;
import tallyroll.flow.ApplyReport;
import tallyroll.flow.IntervalScope;
import tallyroll.flow.TaskPlan;
import tallyroll.pipeline.Pipeline;
import tallyroll.record.BucketMark;
import tallyroll.record.MemoryRecord;
import tallyroll.record.RecordLossException;
import tallyroll.sim.Kind.Packing;
import tallyroll.summary.MemorySummaries;
import tallyroll.summary.StoreException;
import tallyroll.time.Micros;

/**
 * One seed's world: a topic that grows and forgets, drivers that come and go and run at the same time, stores that fail, writes that
 * are under way for as long as it takes, a clock that only this class moves.
 *
 * <p>Drivers are actors of a {@link Scheduler}: at any port call one may hand over, and the others go on, so that what two of them
 * do can interleave in any way that the stores can tell. One that pauses and wakes up while another holds the lease is an actor that
 * is not resumed for a while.
 */
final class World {
    /** 2026-03-28T14:00Z, ten hours before the day on which Berlin's clocks go forward. */
    private static final Instant START = Instant.parse("2026-03-28T14:00:00Z");

    /** As the definition has it. */
    private static final List<String> SETTLE =
            List.of("settle: proof", "audit: 10m", "audit: 1m", "settle: recount\naudit: 10m");

    private static final int STEPS = 80;
    private static final int MAX_PROCESSES = 3;
    private static final int MAX_STEPS_TO_THE_END = 20_000;

    private final long seed;
    private final RandomGenerator random;
    private final Faults faults;
    private final Scheduler scheduler = new Scheduler();
    private final Kind kind;
    private final Topics topics;
    private final Pipeline pipeline;
    private final MemoryControl control = new MemoryControl();
    private final MemoryRecord record = new MemoryRecord();
    private final MemorySummaries summaries = new MemorySummaries();
    private final SourceChanges changes;
    private final Judge judge;
    private final Requests requests;
    private final Imports imports;
    private final Ledger ledger;
    private final Map<Long, Long> firstMarks = new TreeMap<>();
    private final List<Runnable> recordedLast = new ArrayList<>();
    /** How likely a process hands over at a port call. */
    private final double switching;
    /** By how much a driver's clock may be wrong, ms. */
    private final int skewMillis;

    private final boolean loses;

    private Instant now = START;
    /** The control row with rule R10 off. */
    private Optional<PipelineState> ungoverned = Optional.empty();

    private int processes;
    private boolean ending;

    World(long seed, Set<Off> off) {
        this.seed = seed;
        random = new SplittableRandom(seed);
        faults = new Faults(random, random.nextInt(16), off);
        boolean last = random.nextInt(3) == 0;
        switching = new double[] {0, 0.02, 0.1, 0.3}[random.nextInt(4)];
        skewMillis = random.nextInt(4) == 0 ? 600_000 : 2_000;
        boolean moved = random.nextInt(3) == 0;
        kind = kind(last, moved);
        topics = new Topics(kind, random, this::own);
        boolean forgets = !moved && random.nextInt(3) == 0;
        pipeline = WorldPipeline.of(kind, forgets, SETTLE.get(random.nextInt(SETTLE.size())), off);
        loses = !forgets && random.nextInt(3) == 0 && !kind.packed();
        changes = new SourceChanges(this, own("source"));
        judge = new Judge(this, last);
        requests = new Requests(this, this::own, loses, judge::broken);
        imports = new Imports(this, own("files"));
        ledger = new Ledger(judge::broken);
    }

    private Kind kind(boolean last, boolean moved) {
        boolean deletes = last && own("deletions").nextBoolean();
        RandomGenerator packings = own("packing");
        Packing packing =
                packings.nextInt(5) > 0 ? Packing.NONE : packings.nextBoolean() ? Packing.OWN_ID : Packing.RECORD_ID;
        RandomGenerator counts = own("several topics");
        int read = counts.nextInt(5) > 0 ? 1 : 2 + counts.nextInt(2);
        return new Kind(last, moved, deletes, own("forged").nextInt(4) == 1, packing, read);
    }

    /** A generator for one kind of fault alone, so that seeds keep their meaning when there are more kinds. */
    private RandomGenerator own(String kind) {
        return new SplittableRandom(seed * 1_000_003 + kind.hashCode());
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
        try {
            for (int step = 0; step < STEPS && judge.calm(); step++) {
                around();
                oneGoesOn();
            }
            faults.cease();
            comeToTheEnd();
            if (judge.calm()) {
                rest();
            }
            if (judge.calm()) {
                judge.end(this::verified);
            }
        } finally {
            scheduler.close();
        }
        return new Report(seed, faults.off(), judge.found(), faults.trace());
    }

    /** What happens around the drivers: time, events, what was on its way, a driver more. */
    private void around() {
        scheduler.tick();
        int dice = random.nextInt(8);
        pass(Duration.ofMillis(dice < 4 ? random.nextInt(500) : random.nextInt(dice < 7 ? 600_000 : 3_000_000)));
        if (random.nextInt(3) == 0) {
            topics.publish(Micros.of(now), 10);
        }
        faults.land(random.nextInt(3));
        if (random.nextInt(30) == 0) {
            forget();
        }
        if (loses && random.nextInt(15) == 0) {
            lose();
        }
        changes.around();
        requests.around(() -> now);
        if (changes.wantsOperator()) {
            if (scheduler.alive().isEmpty() && faults.quiet()) {
                scheduler.start("operator", false, () -> guarded(() -> changes.accept(operator())));
            }
            return;
        }
        long drivers =
                scheduler.alive().stream().filter(Scheduler.Actor::process).count();
        if (drivers == 0 || (drivers < MAX_PROCESSES && random.nextInt(12) == 0)) {
            Host fresh = Host.process("driver-" + ++processes);
            long skew = random.nextLong(2L * skewMillis) - skewMillis;
            InstantSource clock = () -> now.plusMillis(skew);
            scheduler.start(fresh.toString(), true, () -> guarded(new Driver(this, fresh, clock)::live));
        }
    }

    private Operator operator() {
        return new Operator(this, Host.process("operator-" + ++processes), () -> now);
    }

    private void oneGoesOn() {
        List<Scheduler.Actor> awake = scheduler.awake();
        if (!awake.isEmpty()) {
            scheduler.resume(awake.get(random.nextInt(awake.size())));
        }
    }

    /** The drivers come to an end, those that are asleep as well. */
    private void comeToTheEnd() {
        ending = true;
        for (int step = 0; judge.calm() && !scheduler.alive().isEmpty(); step++) {
            scheduler.tick();
            faults.land(1);
            oneGoesOn();
            if (step > MAX_STEPS_TO_THE_END) {
                judge.broken("these do not end: " + scheduler.alive());
            }
        }
        faults.land(Integer.MAX_VALUE);
    }

    /** One more driver, alone and with nothing in its way, reads and settles everything. */
    private void rest() {
        guarded(() -> {
            Driver last = lastDriver();
            pass(Duration.ofHours(3));
            for (int i = 0; judge.calm() && !last.rest(); i++) {
                pass(Duration.ofHours(3));
                if (i > 200) {
                    throw new IllegalStateException("the world does not come to rest: " + state());
                }
            }
        });
    }

    /** Once it has the lease; what drivers refused is accepted first. */
    private Driver lastDriver() {
        Driver last = new Driver(this, Host.process("the last driver"), () -> now);
        for (int i = 0; i <= 100; i++) {
            if (changes.wantsOperator()) {
                changes.accept(operator());
            } else if (last.mayRun()) {
                return last;
            }
            pass(Driver.LEASE);
        }
        throw new IllegalStateException("the lease cannot be had: " + state());
    }

    private Judge.Verification verified(List<BucketMark> marks) {
        TaskPlan plan = plan();
        List<Long> buckets = marks.stream().map(BucketMark::bucket).toList();
        IntervalScope scope = new IntervalScope(plan, state().forgotten().eventsBefore(), Long.MAX_VALUE, buckets);
        ApplyReport report =
                new Comparison(plan, new SimJobs(this, Host.ghost("verify"))).run(scope, scope.recordBuckets());
        return new Judge.Verification(
                report.rows(), report.drifted(), report.drifts().toString());
    }

    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException unexpected) {
            judge.broken("unexpected: " + unexpected);
        } catch (StackOverflowError | AssertionError unexpected) {
            judge.broken("unexpected: " + unexpected);
        }
    }

    /** A process may hand over here, for a moment. Every port call begins and ends with this. */
    void step() {
        if (switching > 0 && !faults.landing() && random.nextDouble() < switching) {
            scheduler.handOver(0);
        }
    }

    /** The process hands over, and sleeps for some of the world's steps. */
    void handOver(int ticks) {
        scheduler.handOver(ticks);
    }

    /** The host falls asleep, for long enough that others take over; where there is nobody else it sleeps not at all. */
    void pause(Host sleeper, String when) {
        if (sleeper.faultless() || faults.landing()) {
            return;
        }
        say(sleeper + " falls asleep " + when);
        scheduler.handOver(5 + random.nextInt(40));
        say(sleeper + " wakes up");
    }

    /** Called while somebody waits for an answer that is under way. */
    void goOnMeanwhile() {
        if (random.nextInt(3) == 0 && !faults.landing()) {
            scheduler.handOver(0);
        }
        faults.land(1);
    }

    /** Work that goes on somewhere beside those who gave it up. */
    void besides(String what, Runnable work) {
        say("  goes on unseen: " + what);
        scheduler.start(what, false, () -> guarded(() -> ghostly(work)));
    }

    private void ghostly(Runnable work) {
        try {
            handOver(random.nextInt(30));
            work.run();
        } catch (FencedException
                | StoreException
                | RecordLossException
                | SourceReplacedException
                | TopicReader.CutOff tooLate) {
            say("  " + tooLate.getMessage());
        }
    }

    boolean ending() {
        return ending;
    }

    PipelineState state() {
        return state(pipeline.name()).orElseGet(() -> PipelineState.initial(pipeline.name()));
    }

    Optional<PipelineState> state(String name) {
        return ungoverned.isPresent() ? ungoverned : control.read(name);
    }

    /** A change of the control row; with rule R10 off, whoever comes later wins. */
    boolean swap(PipelineState expected, PipelineState wanted) {
        PipelineState next = faults.off(Off.IMPORT_MOVES_NOTHING) ? Imports.moving(expected, wanted) : wanted;
        boolean stored = true;
        if (faults.off(Off.ONE_WRITER)) {
            ungoverned = Optional.of(next);
        } else {
            stored = control.swap(expected, next);
        }
        if (stored) {
            judge.swapped(expected, next);
        }
        return stored;
    }

    /** The topic's oldest records expire, read or not, and also those of a claimed batch. */
    private void forget() {
        Topic topic = topics.any();
        int partition = random.nextInt(topic.partitions());
        long until = topic.start(partition) + random.nextLong(1 + topic.end(partition) - topic.start(partition));
        topic.forget(partition, until);
        say(topic.name() + " forgets what is before " + until + " of partition " + partition);
    }

    /** Which claim is open, as a task asks; with one of these rules off it does not, or the control row would not tell. */
    OpenClaims claims(Host host) {
        return faults.off(Off.OPEN_CLAIMS) || faults.off(Off.RECOVERY)
                ? claim -> {}
                : OpenClaims.in(new FaultyControl(this, host), pipeline.name());
    }

    /** The store loses some events that were settled; not while a batch settles, which may have read them already. */
    private void lose() {
        List<BucketMark> marks = record.marks(Long.MIN_VALUE, Long.MAX_VALUE);
        if (marks.isEmpty()
                || state().open().filter(SettleClaim.class::isInstance).isPresent()) {
            return;
        }
        long bucket = marks.get(random.nextInt(marks.size())).bucket();
        judge.oracle().losable(bucket).stream().limit(1 + random.nextInt(3)).forEach(event -> {
            say("the record loses " + event);
            record.lose(
                    bucket,
                    event.batch(),
                    event.place().source(),
                    event.place().partition(),
                    event.place().offset());
            judge.oracle().lost(event);
        });
    }

    /** Whether the record may lose what was settled; then nothing but the last driver repairs, and accepts it. */
    boolean loses() {
        return loses;
    }

    /** The marks as drivers see them. */
    List<BucketMark> marks() {
        List<BucketMark> marks = record.marks(Long.MIN_VALUE, Long.MAX_VALUE);
        if (!faults.off(Off.MARKS)) {
            return marks;
        }
        return marks.stream()
                .map(mark -> mark.touchedBy(firstMarks.computeIfAbsent(mark.bucket(), first -> mark.lastBatch())))
                .toList();
    }

    /** The bytes that readers of the topic get; null where they pass a record over, which they do only with a rule off. */
    byte[] given(Sent sent) {
        if (sent.packed()) {
            return sent.raw();
        }
        Fact fact = sent.fact();
        if (fact == null) {
            return faults.off(Off.DEAD_LETTERS) ? null : sent.raw();
        }
        if (faults.off(Off.LATE_EVENTS) && fact.at() < Micros.of(now) - 70 * 60_000_000L) {
            return null;
        }
        return faults.off(Off.EVENT_TIME) ? fact.seenAt(Micros.of(now)).json() : sent.raw();
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
            order.add(random.nextInt(i + 1), i);
        }
        return order;
    }

    /** A task's own clock, minutes off, µs. */
    long skewed(Host host) {
        return Micros.of(now) + Math.floorMod(host.toString().hashCode(), 21) * 60_000_000L - 600_000_000L;
    }

    /** The plan of a driver's tasks, whose map sides hold more or fewer accumulators at a time. */
    TaskPlan plan() {
        return TaskPlan.of(
                pipeline, WorldPipeline.expressions(pipeline, faults.off(Off.POISON)), 1 + random.nextInt(40));
    }

    void say(String line) {
        faults.say(line);
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    long nowMicros() {
        return Micros.of(now);
    }

    Requests requests() {
        return requests;
    }

    Imports imports() {
        return imports;
    }

    SourceChanges changes() {
        return changes;
    }

    Judge judge() {
        return judge;
    }

    Faults faults() {
        return faults;
    }

    Kind kind() {
        return kind;
    }

    Topics topics() {
        return topics;
    }

    /** The topic of a source's name. */
    Topic topic(String source) {
        return topics.of(source);
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
