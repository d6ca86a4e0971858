package tallyroll.trial;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import tallyroll.bench.Cpu;
import tallyroll.bench.NodeDisk;
import tallyroll.flights.Flight;
import tallyroll.pipeline.IngestionModes;
import tallyroll.pipeline.Strategy;
import tallyroll.pipeline.SummaryMode;
import tallyroll.report.State;
import tallyroll.report.Undisturbed;
import tallyroll.report.Undisturbed.CpuMicros;
import tallyroll.report.Undisturbed.StoredBytes;
import tallyroll.server.Await;

/**
 * One strategy undisturbed. A quarter of the events warms up the processes; the others are measured, from the first one sent to the
 * last one applied. The sender runs on the same machine, in this process, and is not counted.
 */
final class SpeedRun implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final Duration STEP = Duration.ofMillis(200);
    private static final long UNLIMITED = 0;
    private static final double MICROS_PER_MILLI = 1e3;

    private final LabEnvironment environment;
    private final TestHarness harness;
    private final ProgressProbe probe;
    private final List<Flight> flights;

    /** CPU time so far, ms. */
    private record Spent(long driver, long kafka, long cassandra) {}

    SpeedRun(LabEnvironment environment, Strategy strategy, List<Flight> flights)
            throws IOException, InterruptedException {
        this.environment = environment;
        this.flights = flights;
        harness = new TestHarness(environment, strategy, TestHarness.Purpose.SPEED, UNLIMITED);
        probe = new ProgressProbe(harness);
    }

    Undisturbed.Measured run() throws IOException {
        int warm = flights.size() / 4;
        List<byte[]> events = Workload.json(flights);
        harness.start(TestHarness.NEVER);
        try (LogSizeSampler log = new LogSizeSampler(harness.wal())) {
            harness.send(events.subList(0, warm));
            probe.awaitDrained(() -> {});
            environment.servers().flush(harness.keyspace());
            Spent before = spent();
            long start = System.currentTimeMillis();
            harness.send(events.subList(warm, events.size()));
            long end = awaitApplied();
            NodeDisk disk = NodeDisk.of(environment.servers(), harness.keyspace());
            Spent after = spent();
            probe.awaitDrained(() -> {});
            int measured = events.size() - warm;
            return new Undisturbed.Measured(
                    Math.round(measured * 1_000.0 / Math.max(1, end - start)),
                    cpu(before, after, measured),
                    bytes(disk, harness.strategy().ingestionMode().equals(IngestionModes.WAL) ? log.bytes() : 0),
                    settled());
        }
    }

    /** Waits for the last event, reading no table but the control row. @return when it was applied, ms since 1970 */
    private long awaitApplied() {
        if (!harness.strategy().streaming()) {
            return System.currentTimeMillis();
        }
        if (!Await.until(LIMIT, STEP, () -> probe.hasRead(flights.size()))) {
            throw new IllegalStateException(
                    "not all %,d events were read within %d min".formatted(flights.size(), LIMIT.toMinutes()));
        }
        return probe.lastCommitMicros() / 1_000;
    }

    private State settled() throws IOException {
        SummaryMode summaryMode = harness.strategy().summaryMode();
        if (summaryMode.recorded()) {
            harness.stop();
            harness.start(TestHarness.AT_ONCE);
            probe.awaitSettled(() -> {});
        }
        Totals expected = harness.expected(flights);
        Totals stored = StoredTotals.read(environment.session(), harness.keyspace(), summaryMode);
        Comparison comparison = Comparison.of(expected, stored);
        return comparison.state(probe.lost(flights.size(), comparison));
    }

    private Spent spent() {
        return new Spent(
                Cpu.millis(harness.engine().pid()),
                Cpu.millis(environment.kafka().pid()),
                Cpu.millis(environment.cassandra().pid()));
    }

    private CpuMicros cpu(Spent before, Spent after, int events) {
        boolean kafka = harness.strategy().ingestionMode().equals(IngestionModes.DIRECT);
        return new CpuMicros(
                tenths((after.driver() - before.driver()) * MICROS_PER_MILLI / events),
                kafka ? tenths((after.kafka() - before.kafka()) * MICROS_PER_MILLI / events) : 0,
                tenths((after.cassandra() - before.cassandra()) * MICROS_PER_MILLI / events));
    }

    private StoredBytes bytes(NodeDisk disk, long log) {
        double events = flights.size();
        return new StoredBytes(tenths(disk.summaries() / events), tenths(disk.record() / events), tenths(log / events));
    }

    private static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }

    TestHarness harness() {
        return harness;
    }

    @Override
    public void close() {
        probe.close();
        harness.close();
        environment.drop(harness.keyspace());
    }
}
