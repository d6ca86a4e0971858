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
import java.util.Optional;
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
import tallyroll.control.StoredDefinition;
import tallyroll.flow.RecordsCursor;
import tallyroll.flow.TaskPlan;
import tallyroll.measure.MeasureSpec;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.record.MemoryRecord;
import tallyroll.record.SystemOfRecord;
import tallyroll.redefinition.DefinitionChange;
import tallyroll.summary.GroupCodec;
import tallyroll.summary.MemorySummaries;
import tallyroll.summary.NamedColumns;
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
    private static final Instant START = Instant.parse("2026-03-27T22:00:00Z");
    private static final int HOURS = 60;
    private static final String NAME = "moved";

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

    /** A driver dies here. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Killed(String where) {
            super("killed at " + where);
        }
    }

    private final Random random;
    private final boolean changesStored;
    private final BackfillOrder order;
    private final boolean forgets;
    private final MemoryRecord record = new MemoryRecord();
    private final MemorySummaries summaries = new MemorySummaries();
    private final MemoryControl control = new MemoryControl();
    private final List<Sent> events = new ArrayList<>();
    private final List<Period> periods = new ArrayList<>();
    private final Map<Long, Claim> claims = new TreeMap<>();
    /** From when on events were accepted when a batch was claimed. */
    private final Map<Long, Long> acceptedFrom = new TreeMap<>();

    private final List<String> trace = new ArrayList<>();
    private final AtomicInteger untilKilled = new AtomicInteger(Integer.MAX_VALUE);
    private boolean marksSeen = true;
    private Instant now = START.plus(Duration.ofHours(HOURS + 40));
    private LeaseHolder lease;
    private BatchRunner runner;

    MigratedWorld(long seed) {
        this(seed, true, false);
    }

    /**
     * A world.
     *
     * @param changesStored whether drivers store what their definition changes; rule R17 is off where they do not
     * @param forgets whether the record keeps only the newest part of time
     */
    MigratedWorld(long seed, boolean changesStored, boolean forgets) {
        random = new Random(seed);
        this.changesStored = changesStored;
        this.forgets = forgets;
        order = BackfillOrder.values()[(int) (seed % 2)];
    }

    /** Whoever says what is valid knows of no bucket that is left to be made again. */
    MigratedWorld blind() {
        marksSeen = false;
        return this;
    }

    List<String> trace() {
        return trace;
    }

    /** What was found wrong under these definitions, one after the other; empty where nothing was. */
    String run(String... changes) {
        String found = "";
        for (int change = 0; change < changes.length && found.isEmpty(); change++) {
            Pipeline pipeline = ChangedDefinition.of(changes[change], forgets);
            runner = null;
            trace.add("definition: " + changes[change]);
            for (int step = 6 + random.nextInt(6); step > 0 && found.isEmpty(); step--) {
                act(pipeline);
                found = wrong();
            }
        }
        untilKilled.set(Integer.MAX_VALUE);
        Pipeline last = ChangedDefinition.of(changes[changes.length - 1], forgets);
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
            int dice = random.nextInt(forgets ? 10 : 8);
            if (dice < 4) {
                ingest();
            } else if (dice < 6) {
                trace.add("migrate "
                        + runner.migrate(order, 1 + random.nextInt(10), Long.MAX_VALUE)
                                .map(done -> "batch " + done.claim().batch()));
            } else if (dice == 8) {
                trace.add("forget " + runner.forget(1 + random.nextInt(20)).isPresent());
            } else if (dice == 9) {
                trace.add("audit " + runner.audit(20).isPresent());
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
        return runner.migrate(order, 10, Long.MAX_VALUE).isPresent() || !due.isEmpty();
    }

    /** A new driver: it takes the lease, stores its definition, and runs again what was left open. */
    private void drive(Pipeline pipeline) {
        now = now.plusSeconds(forgets ? 3_600 * random.nextInt(6) : 1);
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
        TaskPlan plan = TaskPlan.of(pipeline, ChangedDefinition.Thresholds.of(pipeline), 1_000);
        SystemOfRecord dyingRecord = dying("record", SystemOfRecord.class, record);
        Jobs jobs = new LoopJobs(
                plan,
                dyingRecord,
                dying(
                        "summaries",
                        SummaryStore.class,
                        new NamedColumns(summaries, pipeline.event().schema())),
                now);
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

    private String wrong() {
        String mixed = mixed();
        return mixed.isEmpty() && runner != null ? claimedTooMuch(Micros.of(now)) : mixed;
    }

    /** The first row that is not the whole of the definition that its batch was claimed under. */
    private String mixed() {
        long[] batches = batches();
        Map<String, String> found = new TreeMap<>();
        for (Period period : periods) {
            for (Rollup rollup : period.pipeline().rollups()) {
                for (RollupTable table : RollupTable.all(period.pipeline(), rollup)) {
                    rows(table, (group, row) -> {
                        Optional<Rollup> its = kept(row.batch(), rollup.name());
                        String right = its.map(one ->
                                        counted(one, table.name(), group, row.bucket(), before(batches, row.batch())))
                                .orElse("nothing");
                        String is = its.map(one -> text(one, row)).orElse("something");
                        if (!right.equals(is)) {
                            found.put(
                                    table.name() + " " + group + " " + Micros.toInstant(row.bucket()),
                                    "is " + is + " of batch " + row.batch() + ", should be " + right);
                        }
                    });
                }
            }
        }
        return found.isEmpty() ? "" : found.entrySet().iterator().next().toString();
    }

    /** A rollup of the definition that a batch ran under, without measures that were taken out since: a batch that is run again after that may lack them. */
    private Optional<Rollup> kept(long batch, String name) {
        return rollup(since(batch).get(0).pipeline(), name)
                .map(rollup -> new Rollup(
                        name,
                        rollup.by(),
                        rollup.every(),
                        rollup.measures().stream()
                                .filter(one -> keptSince(batch, name, one.name()))
                                .toList(),
                        rollup.where(),
                        rollup.keep(),
                        rollup.ratios()));
    }

    private boolean keptSince(long batch, String name, String measure) {
        return since(batch).stream()
                .flatMap(period -> rollup(period.pipeline(), name).stream())
                .allMatch(rollup ->
                        rollup.measures().stream().anyMatch(one -> one.name().equals(measure)));
    }

    private static Optional<Rollup> rollup(Pipeline pipeline, String name) {
        return pipeline.rollups().stream()
                .filter(rollup -> rollup.name().equals(name))
                .findFirst();
    }

    /** The first difference from what the last definition makes of all events, where the record can make it. */
    private String incomplete(Pipeline pipeline) {
        List<Sent> all = before(batches(), Long.MAX_VALUE - 1);
        StoredDefinition stored = lease.state().definition();
        for (Rollup rollup : pipeline.rollups()) {
            long from = stored.rollup(rollup.name()).orElseThrow().redefined().forgotten();
            for (RollupTable table : RollupTable.all(pipeline, rollup)) {
                Map<String, String> rows = new TreeMap<>();
                rows(table, (group, row) -> {
                    if (row.bucket() >= from) {
                        rows.put(group + " " + Micros.toInstant(row.bucket()), text(rollup, row));
                    }
                });
                Map<String, String> right = new TreeMap<>();
                Granularity every = table.every();
                for (Sent event : all) {
                    long bucket = every.floor(event.at());
                    String row = counted(rollup, table.name(), group(rollup, event), bucket, all);
                    if (!row.equals("nothing") && bucket >= from) {
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

    /** What is said to be valid, by whoever asks at any time: each column of each row is held against all events of its batch and before. */
    private String claimedTooMuch(long atMicros) {
        PipelineState state = control.read(NAME).orElseThrow();
        ValidFrom valid = validFrom(state.definition());
        Pipeline pipeline = periods.get(periods.size() - 1).pipeline();
        long[] batches = batches();
        List<String> found = new ArrayList<>();
        for (Rollup rollup : pipeline.rollups()) {
            for (RollupTable table : RollupTable.all(pipeline, rollup)) {
                rows(table, (group, row) -> {
                    for (MeasureSpec measure : rollup.measures()) {
                        Optional<ValidFrom.Since> since =
                                valid.of(rollup.name(), table.every().toString(), measure.name());
                        if (since.isEmpty() || since.get().holds(row.bucket(), row.batch())) {
                            String right = counted(
                                    rollup, List.of(measure), table, group, row.bucket(), before(batches, row.batch()));
                            String is = text(List.of(measure), row);
                            if (!right.equals(is)) {
                                found.add("%s %s %s of batch %d is said to be valid (%s at %s) and is %s, should be %s"
                                        .formatted(
                                                table.name(),
                                                group,
                                                Micros.toInstant(row.bucket()),
                                                row.batch(),
                                                since,
                                                Micros.toInstant(atMicros),
                                                is,
                                                right));
                            }
                        }
                    }
                });
            }
        }
        return found.isEmpty() ? "" : found.get(0);
    }

    private ValidFrom validFrom(StoredDefinition definition) {
        return ValidFrom.of(
                definition,
                Optional.of(periods.get(0).pipeline().record().bucket()),
                marksSeen ? record.marks(Long.MIN_VALUE, Long.MAX_VALUE) : List.of());
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
            boolean accepted = events.get(i).at() >= acceptedFrom.getOrDefault(batches[i], Long.MIN_VALUE);
            if (batches[i] <= batch && accepted) {
                recorded.add(events.get(i));
            }
        }
        return recorded;
    }

    /** The period of a batch, and those after it. */
    private List<Period> since(long batch) {
        int first = 0;
        for (int i = 0; i < periods.size(); i++) {
            first = batch > periods.get(i).after() ? i : first;
        }
        return periods.subList(first, periods.size());
    }

    /** What a row must hold: the events of its batch and those before it. */
    private static String counted(Rollup rollup, String table, String group, long bucket, List<Sent> recorded) {
        return rollup.every().stream()
                .map(every -> new RollupTable(rollup, every))
                .filter(one -> one.name().equals(table))
                .findFirst()
                .map(one -> counted(rollup, rollup.measures(), one, group, bucket, recorded))
                .orElse("nothing");
    }

    private static String counted(
            Rollup rollup, List<MeasureSpec> measures, RollupTable table, String group, long bucket, List<Sent> sent) {
        Granularity every = table.every();
        if (every.floor(bucket) != bucket) {
            return "nothing";
        }
        List<Long> values = sent.stream()
                .filter(event -> event.n() >= ChangedDefinition.Thresholds.of(rollup))
                .filter(event -> every.floor(event.at()) == bucket)
                .filter(event -> group(rollup, event).equals(group))
                .map(Sent::n)
                .toList();
        Map<String, Object> right = new TreeMap<>();
        for (MeasureSpec measure : measures) {
            right.put(
                    measure.name(),
                    switch (measure.function()) {
                        case "count" -> (long) values.size();
                        case "sum" -> values.stream().mapToLong(n -> n).sum();
                        default -> values.stream().mapToLong(n -> n).max().orElse(-1);
                    });
        }
        return values.isEmpty() ? "nothing" : right.toString();
    }

    private static String group(Rollup rollup, Sent event) {
        return rollup.by().equals(List.of("place")) ? event.place() : event.kind();
    }

    private static String text(Rollup rollup, SummaryRow row) {
        return text(rollup.measures(), row);
    }

    private static String text(List<MeasureSpec> measures, SummaryRow row) {
        Map<String, Object> columns = new TreeMap<>();
        measures.forEach(
                measure -> columns.put(measure.name(), NamedColumns.columns(row).get(measure.name())));
        return columns.toString();
    }

    private interface RowReader {
        void row(String group, SummaryRow row);
    }

    private void rows(RollupTable table, RowReader reader) {
        GroupCodec codec =
                new GroupCodec(table.rollup(), periods.get(0).pipeline().event().schema());
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
                    next.open().ifPresent(claim -> {
                        claims.put(claim.batch(), claim);
                        acceptedFrom.putIfAbsent(claim.batch(), next.forgotten().acceptedFrom());
                    });
                }
                return answer;
            } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
            }
        }));
    }
}
