package tallyroll.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.batch.CommittedBatch;
import tallyroll.bytes.Slice;
import tallyroll.control.Acquisition;
import tallyroll.control.FencedException;
import tallyroll.control.LeaseHolder;
import tallyroll.control.PipelineState;
import tallyroll.control.Request;
import tallyroll.receiver.EventBatch;
import tallyroll.record.BucketMark;
import tallyroll.ring.StoreFaults.Port;
import tallyroll.run.Backfill;
import tallyroll.run.PipelineRun;
import tallyroll.run.RunEvents;
import tallyroll.run.RunOptions;
import tallyroll.run.RunOptions.Extent;
import tallyroll.summary.SummaryRow;
import tallyroll.summary.SummaryStore.Partition;
import tallyroll.summary.SummaryStore.RowWrite;
import tallyroll.wal.WalWriter;

/** Whole runs, with Spark's stream as their clock: from a receiver in this process, and from a write-ahead log on the disk. */
@Tag("spark")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PipelineRunTest {
    private static final Sale ONE = Sale.of("a", "2026-03-28T08:10:00Z", "Bonn", 250);
    private static final Sale TWO = Sale.of("b", "2026-03-28T09:20:00Z", "Köln", 30);
    private static final Request.Work EVERYTHING =
            new Request.Repair(Long.MIN_VALUE, Long.MAX_VALUE, Request.Losses.REFUSE);
    private static final Duration LEASE = Duration.ofSeconds(15);

    @TempDir
    private Path directory;

    private final Heard heard = new Heard();
    private RunOptions.Role role = RunOptions.Role.DRIVER;
    private PipelineRun run;

    /** What a run says, as it says it. */
    private static final class Heard implements RunEvents {
        private final BlockingQueue<CommittedBatch> batches = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

        @Override
        public void committed(CommittedBatch batch, Instant at) {
            batches.add(batch);
        }

        @Override
        public void log(String line) {
            lines.add(line);
        }

        CommittedBatch batch() throws InterruptedException {
            return batches.poll(30, TimeUnit.SECONDS);
        }

        String line(String beginning) throws InterruptedException {
            String line;
            do {
                line = lines.poll(30, TimeUnit.SECONDS);
            } while (line != null && !line.startsWith(beginning));
            return line;
        }
    }

    @AfterEach
    void close() {
        if (run != null) {
            run.stop();
            run.close();
        }
    }

    @Test
    void once_overALog_readsItToItsEndAndSettlesAndGivesTheLeaseBack() throws InterruptedException {
        Ring ring = logged();
        receive(ring, ONE, TWO, ONE.revised(1, 9));

        once(ring);

        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(List.of(ONE, TWO)));
        assertThat(ring.books().read()).isEqualTo(3);
        assertThat(ring.state().holder()).isEmpty();
        assertThat(marks(ring)).hasSize(2).noneMatch(BucketMark::dirty);
        assertThat(heard.batches).extracting(CommittedBatch::settling).containsExactly(false, true);
    }

    @Test
    void once_again_goesOnWhereTheLastRunEnded() throws InterruptedException {
        Ring ring = logged();
        receive(ring, ONE);
        once(ring);
        receive(ring, TWO);

        once(ring);

        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(List.of(ONE, TWO)));
        assertThat(ring.books().read()).isEqualTo(2);
    }

    @Test
    void once_withABatchLeftOpen_runsThatFirst() throws InterruptedException {
        Ring ring = logged();
        receive(ring, ONE, TWO);
        ring.faults().set(StoreFaults.killedBeforeFirst(StoreFaults.Port.RECORD));
        assertThatThrownBy(() -> once(ring)).hasMessageContaining("this process was killed on purpose");
        ring.faults().clear();
        assertThat(ring.state().open()).isPresent();
        // its lease is given back by nobody: the process is dead
        takeLease(ring).release();

        once(ring);

        assertThat(heard.line("running batch"))
                .isEqualTo("running batch 1 again: it was claimed and not committed when its driver ended");
        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(List.of(ONE, TWO)));
        assertThat(ring.books().read()).isEqualTo(2);
    }

    @Test
    void continuous_overAReceiver_countsWhatIsSentAndDrainsItsMemoryBeforeItStops() throws Exception {
        Ring ring = received();
        CompletableFuture<Void> ended = start(ring, LEASE);
        URI address = address();
        // while the first batch is at work a second event is received, and the run is told to stop
        ring.faults().set(StoreFaults.first(1, Port.RECORD, new StoreFaults.Meanwhile(() -> {
            post(address, TWO);
            run.stop();
        })));
        post(address, ONE);

        ended.get(30, TimeUnit.SECONDS);

        assertThat(heard.batches).filteredOn(batch -> !batch.settling()).hasSize(2);
        assertThat(ring.books().read()).isEqualTo(2);
        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(List.of(ONE, TWO)));
        assertThat(ring.state().holder()).isEmpty();
    }

    @Test
    void continuous_receivedAgainByAnotherRun_isReadFromAPartitionOfItsOwn() throws Exception {
        Ring ring = received();
        sendAndStop(ring, ONE);
        sendAndStop(ring, TWO);

        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(List.of(ONE, TWO)));
        assertThat(ring.state().positions("http"))
                .as("those of a memory that is gone are forgotten")
                .hasSize(1);
    }

    @Test
    void continuous_whileItIsQuiet_settlesWhatIsDue() throws Exception {
        Ring ring = received();
        CompletableFuture<Void> ended = start(ring, LEASE);
        post(address(), ONE, TWO);

        assertThat(heard.batch().settling()).isFalse();
        assertThat(heard.batch().settling()).isTrue();
        run.stop();
        ended.get(30, TimeUnit.SECONDS);
        assertThat(marks(ring)).hasSize(2).noneMatch(BucketMark::dirty);
    }

    @Test
    void lease_heldByAnother_isWaitedForAndTakenWhenItIsGivenBack() throws Exception {
        Ring ring = received();
        LeaseHolder other = takeLease(ring);
        CompletableFuture<Void> ended = start(ring, LEASE);
        assertThat(heard.line("waiting for the lease")).contains("another driver holds it until");

        other.release();

        assertThat(heard.line("receiving:")).isNotNull();
        assertThat(ring.state().epoch()).isEqualTo(2);
        run.stop();
        ended.get(30, TimeUnit.SECONDS);
    }

    @Test
    void standby_whileADriverRuns_makesNoTableAndWritesNothing() throws Exception {
        Ring ring = received();
        LeaseHolder other = takeLease(ring);
        PipelineState before = ring.state();
        int made = ring.stores().timesMade();
        role = RunOptions.Role.STANDBY;
        CompletableFuture<Void> ended = start(ring, LEASE);

        assertThat(heard.line("standing by for the lease")).contains("another driver holds it until");

        assertThat(ring.stores().timesMade()).isEqualTo(made);
        assertThat(ring.state()).isEqualTo(before);
        assertThat(ring.stores().faults().calls()).isZero();
        other.release();
        assertThat(heard.line("receiving:")).as("it takes over").isNotNull();
        assertThat(ring.stores().timesMade()).isEqualTo(made + 1);
        run.stop();
        ended.get(30, TimeUnit.SECONDS);
    }

    @Test
    void lease_stoppedWhileWaiting_endsWithoutHavingTouchedAnything() throws Exception {
        Ring ring = received();
        takeLease(ring);
        CompletableFuture<Void> ended = start(ring, LEASE);
        heard.line("waiting for the lease");

        run.stop();

        assertThatThrownBy(() -> ended.get(30, TimeUnit.SECONDS)).hasRootCauseInstanceOf(InterruptedException.class);
        assertThat(ring.state().holder()).isEqualTo("another driver");
    }

    @Test
    void lease_takenByAnother_endsTheRunFenced() throws Exception {
        Ring ring = received();
        CompletableFuture<Void> ended = start(ring, Duration.ofMillis(300));
        heard.line("receiving:");

        takeLease(ring);

        assertThatThrownBy(() -> ended.get(30, TimeUnit.SECONDS)).hasRootCauseInstanceOf(FencedException.class);
        assertThat(ring.state().holder())
                .as("the lease of the other is not given back")
                .isEqualTo("another driver");
    }

    @Test
    void request_toARunThatReads_isExecutedBetweenBatchesUnderItsLease() throws Exception {
        Ring ring = received();
        CompletableFuture<Void> ended = start(ring, LEASE);
        URI address = address();
        post(address, ONE, TWO);
        await(() -> ring.rows().size() > 2 && marks(ring).stream().noneMatch(BucketMark::dirty));
        Map<String, String> right = ring.rows();
        damage(ring);
        assertThat(ring.rows()).isNotEqualTo(right);

        Request asked = ring.requests().post(UUID.randomUUID(), EVERYTHING, "elsewhere/1");

        await(() -> !stateOf(ring, asked).open());
        Request done = ring.requests().find(asked.id()).orElseThrow();
        assertThat(done.progress().state()).as(done.progress().message()).isEqualTo(Request.State.DONE);
        assertThat(done.progress().message()).startsWith("corrected 1 rows of 1 record buckets");
        assertThat(ring.rows()).isEqualTo(right);
        assertThat(ring.state().epoch()).as("nobody else held the lease").isEqualTo(1);
        Sale later = Sale.of("c", "2026-03-28T11:20:00Z", "Bonn", 4);
        post(address, later);
        await(() -> ring.books().read() == 3);
        run.stop();
        ended.get(30, TimeUnit.SECONDS);
        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(List.of(ONE, TWO, later)));
    }

    @Test
    void request_whoseDriverWasKilled_isExecutedByTheNextRunBeforeItEnds() throws Exception {
        Ring ring = logged();
        receive(ring, ONE, TWO);
        once(ring);
        Map<String, String> right = ring.rows();
        damage(ring);
        Request asked = ring.requests().post(UUID.randomUUID(), EVERYTHING, "elsewhere/1");
        ring.requests().take().orElseThrow().progress(0, 0, "and then it was killed");

        once(ring);

        Request done = ring.requests().find(asked.id()).orElseThrow();
        assertThat(done.progress().state()).isEqualTo(Request.State.DONE);
        assertThat(done.progress().starts()).isEqualTo(2);
        assertThat(ring.rows()).isEqualTo(right);
    }

    @Test
    void request_whoseBatchFails_endsTheRunAndIsDoneByTheNext() throws Exception {
        Ring ring = logged();
        receive(ring, ONE, TWO);
        once(ring);
        Map<String, String> right = ring.rows();
        damage(ring);
        Request asked = ring.requests().post(UUID.randomUUID(), EVERYTHING, "elsewhere/1");
        ring.faults().set(StoreFaults.first(Integer.MAX_VALUE, Port.SUMMARY, StoreFaults::taskFailsBefore));

        assertThatThrownBy(() -> once(ring)).hasMessageContaining("this task was made to fail");
        ring.faults().clear();
        assertThat(ring.state().open()).isPresent();
        assertThat(stateOf(ring, asked)).isEqualTo(Request.State.RUNNING);

        once(ring);

        assertThat(stateOf(ring, asked)).isEqualTo(Request.State.DONE);
        assertThat(ring.rows()).isEqualTo(right);
    }

    private static Request.State stateOf(Ring ring, Request asked) {
        return ring.requests().find(asked.id()).orElseThrow().progress().state();
    }

    /** A row changed as with cqlsh. */
    private static void damage(Ring ring) {
        Partition partition = ring.partition("by_shop_1h", "2026-03-28T08:00:00Z", "Bonn");
        long bucket = Ring.micros("2026-03-28T08:00:00Z");
        SummaryRow stored = ring.row(partition.table(), partition.group(), bucket);
        Object[] values = stored.values().clone();
        values[0] = 77L;
        SummaryRow wrong = new SummaryRow(bucket, stored.batch(), values);
        ring.stores()
                .storedSummaries()
                .write(
                        partition,
                        List.of(new RowWrite(wrong, null)),
                        ring.state().writeTimestamp() + 500);
    }

    private static void await(BooleanSupplier condition) {
        Instant end = Instant.now().plusSeconds(30);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("in time").isBefore(end);
            Thread.onSpinWait();
        }
    }

    /** Where the run listens, once it does. */
    private URI address() throws InterruptedException {
        String line = heard.line("receiving: http");
        assertThat(line).as("the run says where it listens").isNotNull();
        return URI.create(line.substring("receiving: ".length()));
    }

    private static void post(URI address, Sale... sales) {
        String body = Arrays.stream(sales).map(Sale::json).collect(Collectors.joining("\n"));
        HttpRequest request = HttpRequest.newBuilder(address)
                .POST(BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .sendAsync(request, BodyHandlers.ofString())
                .join();
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private void sendAndStop(Ring ring, Sale sale) throws Exception {
        CompletableFuture<Void> ended = start(ring, LEASE);
        post(address(), sale);
        heard.batch();
        run.stop();
        ended.get(30, TimeUnit.SECONDS);
        run.close();
    }

    /** Starts a run that goes on until it is stopped. */
    private CompletableFuture<Void> start(Ring ring, Duration lease) {
        run = PipelineRun.open(ring.pipeline(), options(Extent.CONTINUOUS, lease), heard);
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

    private void once(Ring ring) throws InterruptedException {
        try (PipelineRun once = PipelineRun.open(ring.pipeline(), options(Extent.ONCE, LEASE), heard)) {
            once.run();
        }
    }

    private RunOptions options(Extent extent, Duration lease) {
        return new RunOptions(
                RingSpark.MASTER,
                extent,
                lease,
                Duration.ofMillis(50),
                RunOptions.Receivers.HERE,
                extent.patience(),
                role,
                Backfill.DEFAULT,
                directory.resolve("checkpoints").toString());
    }

    private Ring logged() {
        String source =
                "{http: {listen: \"127.0.0.1:0\"}, wal: {directory: \"%s\"}}".formatted(directory.resolve("log"));
        return Ring.of(ShopPipeline.received("idempotent-wal", source));
    }

    private static Ring received() {
        return Ring.of(ShopPipeline.received("idempotent", "{http: {listen: \"127.0.0.1:0\"}}"));
    }

    /** Makes sales durable in the log, as a receiver in another process does. */
    private static void receive(Ring ring, Sale... sales) {
        try (WalWriter writer = WalWriter.open(ring.pipeline(), line -> {})) {
            EventBatch.Builder batch = EventBatch.builder();
            for (Sale sale : sales) {
                batch.add(Slice.of(sale.json().getBytes(StandardCharsets.UTF_8)));
            }
            writer.offer(batch.build()).orElseThrow().toCompletableFuture().join();
        }
    }

    private static LeaseHolder takeLease(Ring ring) {
        Acquisition answer = LeaseHolder.acquire(
                ring.stores().storedControl(),
                ring.pipeline().name(),
                "another driver",
                Duration.ofHours(1),
                InstantSource.system(),
                holder -> true);
        return ((Acquisition.Acquired) answer).driver();
    }

    private static List<BucketMark> marks(Ring ring) {
        return ring.stores().storedRecord().marks(Long.MIN_VALUE, Long.MAX_VALUE);
    }
}
