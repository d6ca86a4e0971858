package tallyroll.batch;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import tallyroll.bucket.Granularity;
import tallyroll.control.Acquisition;
import tallyroll.control.Claim;
import tallyroll.control.ControlStore;
import tallyroll.control.IngestClaim;
import tallyroll.control.LeaseHolder;
import tallyroll.control.MemoryControl;
import tallyroll.control.PipelineState;
import tallyroll.event.Event;
import tallyroll.event.Expressions;
import tallyroll.flow.TaskPlan;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.record.MemoryRecord;
import tallyroll.record.SystemOfRecord;
import tallyroll.redefinition.DefinitionChange;
import tallyroll.summary.GroupCodec;
import tallyroll.summary.MemorySummaries;
import tallyroll.summary.RollupTable;
import tallyroll.summary.SummaryRow;
import tallyroll.summary.SummaryStore;
import tallyroll.summary.SummaryStore.Partition;
import tallyroll.time.Micros;

/**
 * A pipeline whose definition changes while its drivers come and go, over ports in memory that a driver may die at. What every row
 * must be is counted from the events alone, by the definition that was stored when its batch was claimed.
 */
final class MigratedWorld {
    private static final String DEFINITION = """
            pipeline: moved
            source: {kafka: {bootstrap: "localhost:1", topic: events}}
            event: {format: json, time: {field: at}, fields: {at: timestamp, place: string, kind: string, n: long}}
            strategy: idempotent-direct
            record: {bucket: 1h}
            rollups:
            """;
    private static final String ROLLUPS = """
              hours: {by: [place], EVERY, ZONE, measures: {events: count, n: sum(n)}}
              day: {by: [kind], every: [1d, 1mo], ZONE, measures: {events: count, n: sum(n)}}
            """;
    private static final Instant START = Instant.parse("2026-03-27T22:00:00Z");
    private static final int HOURS = 60;

    /** Which definition holds after which batch. */
    private record Period(long after, Pipeline pipeline) {}

    private record Sent(long at, String place, String kind, long n) {
        String json() {
            return "{\"at\":\"%s\",\"place\":\"%s\",\"kind\":\"%s\",\"n\":%d}"
                    .formatted(Micros.toInstant(at), place, kind, n);
        }
    }

    /** What the tasks of the world at work read; they are shipped, so they hold no reference to it. */
    private static final AtomicReference<List<Sent>> TOPIC = new AtomicReference<>();

    /** {@code where: n >= 5}, without SQL. */
    private record Thresholds(List<Long> byRollup, int slot) implements Expressions {
        private static final long serialVersionUID = 1L;

        static Thresholds of(Pipeline pipeline) {
            return new Thresholds(
                    pipeline.rollups().stream().map(Thresholds::of).toList(),
                    pipeline.event().schema().slot("n"));
        }

        static long of(Rollup rollup) {
            return rollup.where().isEmpty() ? 0 : Long.parseLong(rollup.where().substring("n >= ".length()));
        }

        @Override
        public Bound bind() {
            return new Bound() {
                @Override
                public void derive(Event event) {
                    // nothing is derived
                }

                @Override
                public void select(Event event) {
                    for (int rollup = 0; rollup < byRollup.size(); rollup++) {
                        if (event.longAt(slot) < byRollup.get(rollup)) {
                            event.leaveOut(rollup);
                        }
                    }
                }
            };
        }
    }

    /** A driver dies here. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Killed(String where) {
            super("killed at " + where);
        }
    }

    private final Random random;
    private final boolean changesStored;
    private final MemoryRecord record = new MemoryRecord();
    private final MemorySummaries summaries = new MemorySummaries();
    private final MemoryControl control = new MemoryControl();
    private final List<Sent> events = new ArrayList<>();
    private final List<Period> periods = new ArrayList<>();
    private final Map<Long, Claim> claims = new TreeMap<>();
    private final List<String> trace = new ArrayList<>();
    private final AtomicInteger untilKilled = new AtomicInteger(Integer.MAX_VALUE);
    private Instant now = START.plus(Duration.ofHours(HOURS + 40));
    private LeaseHolder lease;
    private BatchRunner runner;

    MigratedWorld(long seed) {
        this(seed, true);
    }

    /** @param changesStored whether drivers store what their definition changes; rule R17 is off where they do not */
    MigratedWorld(long seed, boolean changesStored) {
        random = new Random(seed);
        this.changesStored = changesStored;
    }

    List<String> trace() {
        return trace;
    }

    private static Pipeline pipeline(String change) {
        String rollups = ROLLUPS.replace("EVERY", "every: [1h, 1d]").replace("ZONE", "zone: UTC");
        if (change.startsWith("where")) {
            rollups = rollups.replace("zone: UTC, ", "zone: UTC, " + change + ", ");
        } else if (change.startsWith("every")) {
            rollups = rollups.replace("every: [1h, 1d]", change);
        } else if (change.startsWith("zone")) {
            rollups = rollups.replace("zone: UTC", change);
        } else if (change.equals("without: day")) {
            rollups = rollups.substring(0, rollups.indexOf("  day:"));
        }
        return Definition.parse(DEFINITION + rollups, "moved.yaml", Environment.of(Map.of()));
    }

    /** What was found wrong under these definitions, one after the other; empty where nothing was. */
    String run(String... changes) {
        String found = "";
        for (int change = 0; change < changes.length && found.isEmpty(); change++) {
            Pipeline pipeline = pipeline(changes[change]);
            runner = null;
            trace.add("definition: " + changes[change]);
            for (int step = 6 + random.nextInt(6); step > 0 && found.isEmpty(); step--) {
                act(pipeline);
                found = wrong();
            }
        }
        untilKilled.set(Integer.MAX_VALUE);
        Pipeline last = pipeline(changes[changes.length - 1]);
        for (boolean more = true; more && found.isEmpty(); found = wrong()) {
            more = rest(last);
        }
        return found.isEmpty() ? incomplete(last) : found;
    }

    private void act(Pipeline pipeline) {
        try {
            if (runner == null) {
                untilKilled.set(random.nextInt(3) == 0 ? random.nextInt(150) : Integer.MAX_VALUE);
                drive(pipeline);
            }
            int dice = random.nextInt(8);
            if (dice < 4) {
                ingest();
            } else if (dice < 6) {
                trace.add("migrate "
                        + runner.migrate(1 + random.nextInt(10))
                                .map(done -> "batch " + done.claim().batch()));
            } else {
                List<Long> due = runner.due(Settling.Eagerness.ALL, 1 + random.nextInt(20));
                trace.add("settle " + due.size());
                if (!due.isEmpty()) {
                    runner.settle(due, dice == 6 ? Claim.Cause.SETTLE : Claim.Cause.REPAIR);
                }
            }
        } catch (Killed killed) {
            trace.add(killed.getMessage());
            runner = null;
        }
    }

    private boolean rest(Pipeline pipeline) {
        if (runner == null) {
            drive(pipeline);
        }
        if (lease.state().positions().getOrDefault("events-0", 0L) < events.size()) {
            read(); // the driver that was to read it died before it had claimed it
        }
        List<Long> due = runner.due(Settling.Eagerness.ALL, 100);
        if (!due.isEmpty()) {
            runner.settle(due, Claim.Cause.SETTLE);
        }
        return runner.migrate(10).isPresent() || !due.isEmpty();
    }

    /** A new driver: it takes the lease, stores its definition, and runs again what was left open. */
    private void drive(Pipeline pipeline) {
        now = now.plusSeconds(1);
        Acquisition answer = LeaseHolder.acquire(
                dying("control", ControlStore.class, control),
                pipeline.name(),
                "driver",
                Duration.ofMinutes(1),
                () -> now,
                holder -> true);
        lease = ((Acquisition.Acquired) answer).driver();
        if (changesStored || !lease.state().definition().stored()) {
            lease.define(
                    before -> DefinitionChange.of(before.definition(), pipeline).next(before, Micros.of(now)));
        }
        if (periods.isEmpty()
                || !periods.get(periods.size() - 1).pipeline().rollups().equals(pipeline.rollups())) {
            long after =
                    lease.state().open().map(Claim::batch).orElse(lease.state().committed());
            periods.add(new Period(periods.isEmpty() ? 0 : after, pipeline));
        }
        TaskPlan plan = TaskPlan.of(pipeline, Thresholds.of(pipeline), 1_000);
        SystemOfRecord dyingRecord = dying("record", SystemOfRecord.class, record);
        Jobs jobs = new LoopJobs(plan, dyingRecord, dying("summaries", SummaryStore.class, summaries), now);
        runner = new BatchRunner(
                plan,
                lease,
                new BatchPorts(
                        jobs,
                        dyingRecord,
                        claim -> range -> new RecordsCursor(
                                range, at -> TOPIC.get().get((int) at).json().getBytes(StandardCharsets.UTF_8))),
                () -> now,
                BatchListener.NONE);
        runner.recover();
        trace.add("driver of epoch " + lease.state().epoch() + " after batch "
                + lease.state().committed());
    }

    private void ingest() {
        for (int more = 1 + random.nextInt(12); more > 0; more--) {
            long at = Micros.of(START) + random.nextInt(HOURS * 60) * 60_000_000L;
            events.add(new Sent(at, "p" + random.nextInt(2), "k" + random.nextInt(2), random.nextInt(10)));
        }
        read();
    }

    private void read() {
        long from = lease.state().positions().getOrDefault("events-0", 0L);
        trace.add("ingest batch " + (lease.state().committed() + 1) + ": " + (events.size() - from));
        TOPIC.set(events);
        runner.ingest(List.of(new Claim.Range("events", 0, from, events.size())), () -> 0);
    }

    /** The first row that is not the whole of the definition that its batch was claimed under. */
    private String wrong() {
        long[] batches = batches();
        Map<String, String> found = new TreeMap<>();
        for (Period period : periods) {
            for (Rollup rollup : period.pipeline().rollups()) {
                for (RollupTable table : RollupTable.all(period.pipeline(), rollup)) {
                    rows(period.pipeline(), table, (group, row) -> {
                        Pipeline its = under(row.batch());
                        String right = its.rollups().stream()
                                .filter(one -> one.name().equals(rollup.name()))
                                .findFirst()
                                .map(one ->
                                        counted(one, table.name(), group, row.bucket(), before(batches, row.batch())))
                                .orElse("nothing");
                        if (!right.equals(text(row))) {
                            found.put(
                                    table.name() + " " + group + " " + Micros.toInstant(row.bucket()),
                                    "is " + text(row) + " of batch " + row.batch() + ", should be " + right);
                        }
                    });
                }
            }
        }
        return found.isEmpty() ? "" : found.entrySet().iterator().next().toString();
    }

    /** The first difference from what the last definition makes of all events. */
    private String incomplete(Pipeline pipeline) {
        for (Rollup rollup : pipeline.rollups()) {
            for (RollupTable table : RollupTable.all(pipeline, rollup)) {
                Map<String, String> rows = new TreeMap<>();
                rows(
                        pipeline,
                        table,
                        (group, row) -> rows.put(group + " " + Micros.toInstant(row.bucket()), text(row)));
                Map<String, String> right = new TreeMap<>();
                Granularity every = table.every();
                for (Sent event : events) {
                    long bucket = every.floor(event.at());
                    String row = counted(rollup, table.name(), group(rollup, event), bucket, events);
                    if (!row.equals("nothing")) {
                        right.put(group(rollup, event) + " " + Micros.toInstant(bucket), row);
                    }
                }
                if (!rows.equals(right)) {
                    return table.name() + " is in the end " + rows + ", should be " + right;
                }
            }
        }
        return "";
    }

    /** Which batch each event came with. */
    private long[] batches() {
        long[] batches = new long[events.size()];
        Arrays.fill(batches, Long.MAX_VALUE);
        for (Claim claim : claims.values()) {
            if (claim instanceof IngestClaim ingest) {
                ingest.ranges()
                        .forEach(range -> Arrays.fill(batches, (int) range.from(), (int) range.until(), claim.batch()));
            }
        }
        return batches;
    }

    private List<Sent> before(long[] batches, long batch) {
        List<Sent> recorded = new ArrayList<>();
        for (int i = 0; i < batches.length; i++) {
            if (batches[i] <= batch) {
                recorded.add(events.get(i));
            }
        }
        return recorded;
    }

    private Pipeline under(long batch) {
        Pipeline found = periods.get(0).pipeline();
        for (Period period : periods) {
            found = batch > period.after() ? period.pipeline() : found;
        }
        return found;
    }

    /** What a row must hold: the events of its batch and those before it. */
    private static String counted(Rollup rollup, String table, String group, long bucket, List<Sent> recorded) {
        for (Granularity every : rollup.every()) {
            if (new RollupTable(rollup, every).name().equals(table)) {
                if (every.floor(bucket) != bucket) {
                    return "nothing";
                }
                long count = 0;
                long sum = 0;
                for (Sent event : recorded) {
                    if (event.n() >= Thresholds.of(rollup)
                            && every.floor(event.at()) == bucket
                            && group(rollup, event).equals(group)) {
                        count++;
                        sum += event.n();
                    }
                }
                return count == 0 ? "nothing" : count + " " + sum;
            }
        }
        return "nothing";
    }

    private static String group(Rollup rollup, Sent event) {
        return rollup.by().equals(List.of("place")) ? event.place() : event.kind();
    }

    private static String text(SummaryRow row) {
        return row.values()[0] + " " + row.values()[1];
    }

    private interface RowReader {
        void row(String group, SummaryRow row);
    }

    private void rows(Pipeline pipeline, RollupTable table, RowReader reader) {
        GroupCodec codec = new GroupCodec(table.rollup(), pipeline.event().schema());
        summaries.scan(table, 0, 1, (key, bucket) -> {
            Partition partition = new Partition(table, key, table.period().label(bucket));
            summaries
                    .read(partition, bucket, bucket)
                    .toCompletableFuture()
                    .join()
                    .forEach(row -> reader.row(codec.values(key).get(0).toString(), row));
        });
    }

    /** Each call of the port is one at which its driver may die. */
    private <T> T dying(String name, Class<T> port, T real) {
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (proxy, method, args) -> {
            if (untilKilled.getAndDecrement() == 0) {
                untilKilled.set(Integer.MAX_VALUE);
                throw new Killed(name + " " + method.getName());
            }
            try {
                Object answer = method.invoke(real, args);
                if (Boolean.TRUE.equals(answer) && args[1] instanceof PipelineState next) {
                    next.open().ifPresent(claim -> claims.put(claim.batch(), claim));
                }
                return answer;
            } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
            }
        }));
    }
}
