package tallyroll.trial;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import tallyroll.control.Books;
import tallyroll.control.ControlStore.BatchEntry;
import tallyroll.control.PipelineState;
import tallyroll.pipeline.Pipeline;
import tallyroll.record.BucketMark;
import tallyroll.record.SystemOfRecord;
import tallyroll.record.SystemOfRecord.Batches;
import tallyroll.server.Await;
import tallyroll.store.CassandraStores;
import tallyroll.wal.WalDirectory;

/**
 * Tells from outside how far a pipeline is: whether everything sent is drained, and settled.
 *
 * <p>How "drained" can be seen depends on the ingestion mode alone. For a topic or a log, no batch is open and the positions are at
 * its end. For memory, which nobody can look into, no batch is open and as many events were read as were acknowledged; where fewer
 * were, because a receiver died with events in hand, nothing has moved for a while. The client without Spark acknowledges what it
 * has added.
 */
final class ProgressProbe implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration STEP = Duration.ofMillis(250);
    private static final Duration QUIET = Duration.ofMillis(1_500);
    private static final Duration QUIET_AFTER_LOSS = Duration.ofSeconds(5);

    private final TestHarness harness;
    private final Pipeline pipeline;
    private CassandraStores stores;
    private Reading last = Reading.NOTHING;
    private long lastChangeNanos;
    private String lastFailure = "";

    /** What has been done at a moment. @param open whether a batch is claimed and not committed */
    private record Reading(boolean open, long committed, long read, Map<Integer, Long> positions) {
        static final Reading NOTHING = new Reading(false, 0, 0, Map.of());

        static Reading of(PipelineState state, String source) {
            return new Reading(
                    state.open().isPresent(), state.committed(), state.books().read(), state.positions(source));
        }
    }

    ProgressProbe(TestHarness harness) {
        this.harness = harness;
        pipeline = harness.pipeline();
    }

    /**
     * Waits until everything acknowledged is in the tables.
     *
     * @param meanwhile called between polls
     */
    void awaitDrained(Runnable meanwhile) {
        last = Reading.NOTHING;
        lastChangeNanos = System.nanoTime();
        await("drained what was sent", meanwhile, this::isDrained);
    }

    /** Waits until no bucket is dirty; there must be a record. */
    void awaitSettled(Runnable meanwhile) {
        await("settled", meanwhile, () -> {
            boolean open = reading().open();
            return !open
                    && record().marks(Long.MIN_VALUE, Long.MAX_VALUE).stream().noneMatch(BucketMark::dirty);
        });
    }

    /** Waits until a driver holds the lease: the pipeline is up. */
    void awaitRunning() {
        await("started", () -> {}, () -> state().filter(now -> !now.holder().isEmpty())
                .isPresent());
    }

    private void await(String what, Runnable meanwhile, BooleanSupplier condition) {
        boolean reached = Await.until(LIMIT, STEP, () -> {
            harness.keepAlive();
            boolean now = holds(condition);
            meanwhile.run();
            return now;
        });
        if (!reached) {
            throw new IllegalStateException("the pipeline has not %s within %d s (%s%s); it printed last: %s"
                    .formatted(
                            what,
                            LIMIT.toSeconds(),
                            last,
                            lastFailure.isEmpty() ? "" : ", " + lastFailure,
                            harness.lastLine()));
        }
    }

    /** The node may be down: then nothing is known yet. */
    private boolean holds(BooleanSupplier condition) {
        try {
            return condition.getAsBoolean();
        } catch (RuntimeException unreachable) {
            lastFailure = unreachable.getMessage();
            return false;
        }
    }

    private boolean isDrained() {
        if (!pipeline.strategy().streaming()) {
            return true;
        }
        Reading now = reading();
        if (!now.equals(last)) {
            last = now;
            lastChangeNanos = System.nanoTime();
        }
        if (now.open() || now.committed() == 0) {
            return false;
        }
        if (pipeline.source() instanceof Pipeline.Kafka) {
            return now.positions().values().stream().mapToLong(Long::longValue).sum() == harness.acknowledged();
        }
        if (pipeline.log().isPresent()) {
            return WalDirectory.open(pipeline).look(Map.of()).unread(now.positions()) == 0;
        }
        Duration quiet = now.read() >= harness.acknowledged() ? QUIET : QUIET_AFTER_LOSS;
        return System.nanoTime() - lastChangeNanos >= quiet.toNanos();
    }

    private Reading reading() {
        return state().map(now -> Reading.of(now, pipeline.source().name())).orElse(Reading.NOTHING);
    }

    private Optional<PipelineState> state() {
        return stores().exist() ? stores().control().read(pipeline.name()) : Optional.empty();
    }

    /** Whether so many events have been read and committed, without reading any table but the control row. */
    boolean hasRead(long events) {
        return state().map(PipelineState::books).map(Books::read).orElse(0L) >= events;
    }

    /** When the last batch was committed, µs since 1970. */
    long lastCommitMicros() {
        List<BatchEntry> newest = stores().control().history(pipeline.name(), 1);
        return newest.isEmpty() ? 0 : newest.get(0).committedMicros();
    }

    /**
     * Events that no longer exist anywhere: where a record is kept, what it lacks of those sent; elsewhere what the totals lack, for
     * there is nothing else.
     */
    long lost(long sent, Comparison comparison) {
        return pipeline.strategy().summaryMode().recorded() ? Math.max(0, sent - recorded()) : comparison.under();
    }

    /** Distinct events in the system of record. */
    private long recorded() {
        Set<Long> identities = new HashSet<>();
        record().marks(Long.MIN_VALUE, Long.MAX_VALUE)
                .forEach(mark -> record().identities(mark.bucket(), Batches.before(Long.MAX_VALUE))
                        .forEachRemaining(halves -> Arrays.stream(halves).forEach(identities::add)));
        return identities.size();
    }

    private SystemOfRecord record() {
        return stores().record();
    }

    private CassandraStores stores() {
        if (stores == null) {
            stores = CassandraStores.open(pipeline);
        }
        return stores;
    }

    /** Closes the session with the node; the next call opens another. */
    void disconnect() {
        if (stores != null) {
            stores.close();
            stores = null;
        }
    }

    @Override
    public void close() {
        disconnect();
    }
}
