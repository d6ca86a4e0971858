package tallyroll.trial;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import tallyroll.bench.Cpu;
import tallyroll.bench.NodeDisk;
import tallyroll.flights.Flight;
import tallyroll.pipeline.Strategy;
import tallyroll.pipeline.Strategy.IngestionMode;
import tallyroll.pipeline.Strategy.SummaryMode;
import tallyroll.report.State;
import tallyroll.report.Undisturbed;
import tallyroll.report.Undisturbed.CpuMicros;
import tallyroll.report.Undisturbed.StoredBytes;
import tallyroll.server.Await;

/**
 * One strategy undisturbed. A quarter of the events warms the processes up; the others are measured, from the first one sent to the
 * last one applied. The sender runs on the same machine, in this process, and is not counted.
 */
final class SpeedRun implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final Duration STEP = Duration.ofMillis(200);
    private static final long UNLIMITED = 0;
    private static final double MICROS_PER_MILLI = 1e3;

    private final Grounds grounds;
    private final Rig rig;
    private final Gauge gauge;
    private final List<Flight> flights;

    /** CPU time so far, ms. */
    private record Spent(long driver, long kafka, long cassandra) {}

    SpeedRun(Grounds grounds, Strategy strategy, List<Flight> flights) throws IOException, InterruptedException {
        this.grounds = grounds;
        this.flights = flights;
        rig = new Rig(grounds, strategy, Rig.Purpose.SPEED, UNLIMITED);
        gauge = new Gauge(rig);
    }

    Undisturbed.Measured run() throws IOException {
        int warm = flights.size() / 4;
        List<byte[]> events = Workload.json(flights);
        rig.start(Rig.NEVER);
        try (LogWatch log = new LogWatch(rig.wal())) {
            rig.send(events.subList(0, warm));
            gauge.awaitWorkedOff(() -> {});
            grounds.servers().flush(rig.keyspace());
            Spent before = spent();
            long start = System.currentTimeMillis();
            rig.send(events.subList(warm, events.size()));
            long end = awaitApplied();
            NodeDisk disk = NodeDisk.of(grounds.servers(), rig.keyspace());
            Spent after = spent();
            gauge.awaitWorkedOff(() -> {});
            int measured = events.size() - warm;
            return new Undisturbed.Measured(
                    Math.round(measured * 1_000.0 / Math.max(1, end - start)),
                    cpu(before, after, measured),
                    bytes(disk, rig.strategy().ingestionMode() == IngestionMode.WAL ? log.bytes() : 0),
                    settled());
        }
    }

    /** Waits for the last event, looking at no table but the control row; gives when it was applied, ms since 1970. */
    private long awaitApplied() {
        if (!rig.strategy().streaming()) {
            return System.currentTimeMillis();
        }
        if (!Await.until(LIMIT, STEP, () -> gauge.hasRead(flights.size()))) {
            throw new IllegalStateException(
                    "not all of %,d events were read within %d min".formatted(flights.size(), LIMIT.toMinutes()));
        }
        return gauge.lastCommitMicros() / 1_000;
    }

    private State settled() throws IOException {
        SummaryMode summaryMode = rig.strategy().summaryMode();
        if (summaryMode.recorded()) {
            rig.stop();
            rig.start(Rig.AT_ONCE);
            gauge.awaitSettled(() -> {});
        }
        Totals right = rig.right(flights);
        Totals stored = StoredTotals.read(grounds.session(), rig.keyspace(), summaryMode);
        Comparison comparison = Comparison.of(right, stored);
        return comparison.state(gauge.lost(flights.size(), comparison));
    }

    private Spent spent() {
        return new Spent(
                Cpu.millis(rig.engine().pid()),
                Cpu.millis(grounds.kafka().pid()),
                Cpu.millis(grounds.cassandra().pid()));
    }

    private CpuMicros cpu(Spent before, Spent after, int events) {
        boolean kafka = rig.strategy().ingestionMode() == IngestionMode.DIRECT;
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

    Rig rig() {
        return rig;
    }

    @Override
    public void close() {
        gauge.close();
        rig.close();
        grounds.drop(rig.keyspace());
    }
}
