package tallyroll.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tallyroll.batch.CommittedBatch;
import tallyroll.bytes.Slice;
import tallyroll.control.FencedException;
import tallyroll.control.LeaseHolder;
import tallyroll.receiver.EventBatch;
import tallyroll.retry.OutageException;
import tallyroll.retry.Patience;
import tallyroll.ring.StoreFaults.Port;
import tallyroll.run.Backfill;
import tallyroll.run.PipelineRun;
import tallyroll.run.RunEvents;
import tallyroll.run.RunOptions;
import tallyroll.run.RunOptions.Extent;
import tallyroll.run.RunPhase;
import tallyroll.summary.WriteOutcome;
import tallyroll.wal.WalWriter;

/** Runs whose store goes away at a certain write, and comes back when people have been told. */
@Tag("spark")
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class OutageRunTest {
    private static final Sale ONE = Sale.of("a", "2026-03-28T08:10:00Z", "Bonn", 250);
    private static final Sale TWO = Sale.of("b", "2026-03-28T09:20:00Z", "Köln", 30);

    /** Of a machine that is busy with something else. */
    private static final int WAIT = 120;

    @TempDir
    private Path directory;

    private final Heard heard = new Heard();
    private final Outage outage = new Outage();
    private PipelineRun run;

    private static final class Heard implements RunEvents {
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        private final BlockingQueue<CommittedBatch> batches = new LinkedBlockingQueue<>();
        private final BlockingQueue<Throwable> deaths = new LinkedBlockingQueue<>();
        private final BlockingQueue<RunPhase> phases = new LinkedBlockingQueue<>();
        private volatile Runnable atNotReady = () -> {};

        @Override
        public void committed(CommittedBatch batch, Instant at) {
            batches.add(batch);
        }

        @Override
        public void log(String line) {
            if (line.startsWith("not ready")) {
                atNotReady.run();
            }
            lines.add(line);
        }

        @Override
        public void entered(RunPhase phase, String line) {
            phases.add(phase);
        }

        @Override
        public void died(Throwable error) {
            deaths.add(error);
        }
    }

    /** From the first write of a port on nothing is written, until it ends. */
    private static final class Outage implements StoreFaults.Fault {
        private volatile Port port;
        private volatile boolean away;

        @Override
        public WriteOutcome write(StoreFaults.Call call, Runnable write) {
            if (call.port() == port) {
                port = null;
                away = true;
            }
            if (away) {
                return StoreFaults.neverArrived(call, write);
            }
            write.run();
            return WriteOutcome.WRITTEN;
        }
    }

    @BeforeAll
    static void oneSparkForAll() {
        assertThat(RingSpark.context().isLocal()).isTrue();
    }

    @AfterEach
    void close() {
        if (run != null) {
            run.stop();
            run.close();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Port.class,
            names = {"RECORD", "HISTORY", "SETTLED"})
    void continuous_storeGoesAway_waitsRunsTheBatchAgainAndCountsOnce(Port port) throws Exception {
        Ring ring = logged();
        ring.faults().set(outage);
        outage.port = port;
        heard.atNotReady = () -> outage.away = false;
        receive(ring, ONE, TWO);
        CompletableFuture<Void> ended = start(ring, Extent.CONTINUOUS, Patience.FOR_EVER);

        untilSettled();
        run.stop();
        ended.get(WAIT, TimeUnit.SECONDS);

        assertThat(heard.lines)
                .anyMatch(line -> line.startsWith("not ready, waiting for Cassandra: no answer on purpose"))
                .anyMatch(line -> line.startsWith("Cassandra answers again, after "))
                // the history is written after the commit
                .anyMatch(line -> port == Port.HISTORY
                        || line.endsWith("again: it was claimed and not committed when the outage began"));
        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(List.of(ONE, TWO)));
        assertThat(ring.books().read()).isEqualTo(2);
        assertThat(ring.state().epoch()).as("the lease was kept").isEqualTo(1);
        assertThat(heard.phases)
                .startsWith(RunPhase.CONNECTING, RunPhase.WAITING_FOR_LEASE, RunPhase.STARTING_SPARK, RunPhase.RUNNING);
    }

    @Test
    void continuous_storeIsAwayAtTheStart_waitsForIt() throws Exception {
        Ring ring = logged();
        ring.faults().set(outage);
        outage.away = true;
        heard.atNotReady = () -> outage.away = false;
        receive(ring, ONE, TWO);
        CompletableFuture<Void> ended = start(ring, Extent.CONTINUOUS, Patience.FOR_EVER);

        untilSettled();
        run.stop();
        ended.get(WAIT, TimeUnit.SECONDS);

        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(List.of(ONE, TWO)));
    }

    @Test
    void continuous_anotherTookOverDuringTheOutage_isFenced() {
        Ring ring = logged();
        ring.faults().set(outage);
        outage.port = Port.RECORD;
        heard.atNotReady = () -> {
            takeLease(ring);
            outage.away = false;
        };
        receive(ring, ONE);

        CompletableFuture<Void> ended = start(ring, Extent.CONTINUOUS, Patience.FOR_EVER);

        assertThatThrownBy(() -> ended.get(WAIT, TimeUnit.SECONDS)).hasRootCauseInstanceOf(FencedException.class);
        assertThat(ring.state().holder()).isEqualTo("another driver");
    }

    @Test
    void once_storeStaysAway_failsAfterItsPatienceWithOneSentence() {
        Ring ring = logged();
        ring.faults().set(outage);
        outage.port = Port.RECORD;
        receive(ring, ONE);

        CompletableFuture<Void> ended = start(ring, Extent.ONCE, Duration.ofSeconds(1));

        assertThatThrownBy(() -> ended.get(WAIT, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(OutageException.class)
                .hasMessageStartingWith("no answer on purpose")
                .hasMessageContaining("Waited for Cassandra for ");
        assertThat(ring.state().open()).as("what the next run runs again").isPresent();
    }

    @Test
    void continuous_stoppedDuringAnOutage_ends() {
        Ring ring = logged();
        ring.faults().set(outage);
        outage.away = true;
        heard.atNotReady = () -> run.stop();

        CompletableFuture<Void> ended = start(ring, Extent.CONTINUOUS, Patience.FOR_EVER);

        assertThatThrownBy(() -> ended.get(WAIT, TimeUnit.SECONDS))
                .hasMessageContaining("Stopped while waiting for Cassandra.");
    }

    @Test
    void once_faultThatIsNoOutage_isNotWaitedFor() {
        Ring ring = logged();
        ring.faults().set((call, write) -> {
            throw new IllegalStateException("a bug of ours");
        });
        receive(ring, ONE);

        CompletableFuture<Void> ended = start(ring, Extent.CONTINUOUS, Patience.FOR_EVER);

        assertThatThrownBy(() -> ended.get(WAIT, TimeUnit.SECONDS)).hasMessageContaining("a bug of ours");
        assertThat(heard.lines).noneMatch(line -> line.startsWith("not ready"));
    }

    @Test
    void task_diesOfMemory_isHeardAtOnceAndNotWaitedFor() throws Exception {
        Ring ring = logged();
        ring.faults().set((call, write) -> {
            if (call.port() == Port.RECORD) {
                throw new OutOfMemoryError("Java heap space");
            }
            write.run();
            return WriteOutcome.WRITTEN;
        });
        receive(ring, ONE);

        CompletableFuture<Void> ended = start(ring, Extent.CONTINUOUS, Patience.FOR_EVER);

        assertThat(heard.deaths.poll(WAIT, TimeUnit.SECONDS)).isInstanceOf(OutOfMemoryError.class);
        assertThatThrownBy(() -> ended.get(WAIT, TimeUnit.SECONDS)).hasRootCauseInstanceOf(OutOfMemoryError.class);
    }

    private void untilSettled() throws InterruptedException {
        CommittedBatch batch;
        do {
            batch = heard.batches.poll(WAIT, TimeUnit.SECONDS);
            assertThat(batch).as("a further batch; heard %s", heard.lines).isNotNull();
        } while (!batch.settling());
    }

    private CompletableFuture<Void> start(Ring ring, Extent extent, Duration patience) {
        RunOptions options = new RunOptions(
                RingSpark.MASTER,
                extent,
                Duration.ofSeconds(15),
                Duration.ofMillis(50),
                RunOptions.Receivers.ELSEWHERE,
                patience,
                RunOptions.Role.DRIVER,
                Backfill.DEFAULT,
                directory.resolve("checkpoints").toString());
        run = PipelineRun.open(ring.pipeline(), options, heard);
        PipelineRun started = run;
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        started.run();
                    } catch (InterruptedException stop) {
                        throw new CompletionException(stop);
                    }
                },
                task -> new Thread(task, "run").start());
    }

    private Ring logged() {
        String source =
                "{http: {listen: \"127.0.0.1:0\"}, wal: {directory: \"%s\"}}".formatted(directory.resolve("log"));
        return Ring.of(ShopPipeline.received("idempotent-wal", source));
    }

    private static void receive(Ring ring, Sale... sales) {
        try (WalWriter writer = WalWriter.open(ring.pipeline(), line -> {})) {
            EventBatch.Builder batch = EventBatch.builder();
            for (Sale sale : sales) {
                batch.add(Slice.of(sale.json().getBytes(StandardCharsets.UTF_8)));
            }
            writer.offer(batch.build()).orElseThrow().toCompletableFuture().join();
        }
    }

    private static void takeLease(Ring ring) {
        LeaseHolder.acquire(
                ring.stores().storedControl(),
                ring.pipeline().name(),
                "another driver",
                Duration.ofHours(1),
                InstantSource.system(),
                holder -> true);
    }
}
