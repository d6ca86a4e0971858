package tallyroll.wal;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import tallyroll.pipeline.Pipeline;
import tallyroll.receiver.BoundedQueue;
import tallyroll.receiver.EventBatch;
import tallyroll.receiver.EventSink;
import tallyroll.retry.Waits;

/**
 * The sink whose stages complete once their events are durable in the write-ahead log.
 *
 * <p>Group commit: one thread takes all batches that wait, writes them as one frame and makes it durable; meanwhile the next ones
 * gather. A sync costs the same for one batch as for a thousand, so the busier the senders are, the less each pays.
 *
 * <p>When a flush fails (the disk is full, the storage cannot be reached), the stages of its batches and of those that waited
 * complete with a {@link WalException}: nothing is known of them (rule R15), senders send again, and identities tell copies apart.
 * Until the directory takes bytes again every offer is refused, so that receivers push back; it is tried again with back-off, for
 * as long as this runs. Then the log goes on in a new segment, or in a new log if others may have taken this one for dead, see
 * {@link HeartbeatTiming}.
 *
 * <p>Stages complete on one thread, in the order of the offers; what depends on them must be short.
 */
public final class WalWriter implements EventSink, AutoCloseable {
    private static final int MIN_PROBE = 64 << 10;
    private static final int MAX_PROBE = 8 << 20;

    private final CommitLog.Directory directory;
    private final BoundedQueue<Waiting> queue;
    private final HeartbeatTiming pace;
    private final Consumer<String> notices;
    private final ExecutorService acknowledging =
            Executors.newSingleThreadExecutor(task -> daemon(task, "tallyroll-wal-acknowledge"));
    private final Thread committing = daemon(this::run, "tallyroll-wal-commit");
    private final AtomicReference<Figures> figures = new AtomicReference<>(new Figures(0, 0, 0, 0, 0));

    // of the committing thread
    private boolean troubled;
    private CommitLog log;
    private volatile int number;

    private record Waiting(EventBatch batch, CompletableFuture<Void> stage) {}

    /**
     * What was written since the writer was opened.
     *
     * @param commits of one frame and one sync each, as a rule
     * @param failures commits of which nothing is known
     */
    public record Figures(long batches, long entries, long bytes, long commits, long failures) {
        private Figures committed(List<Waiting> waiting, long written) {
            long count =
                    waiting.stream().mapToLong(each -> each.batch().count()).sum();
            return new Figures(batches + waiting.size(), entries + count, bytes + written, commits + 1, failures);
        }

        private Figures failed() {
            return new Figures(batches, entries, bytes, commits, failures + 1);
        }
    }

    private WalWriter(CommitLog.Directory directory, long bufferBytes, HeartbeatTiming pace, Consumer<String> notices)
            throws IOException {
        this.directory = directory;
        queue = new BoundedQueue<>(bufferBytes);
        this.pace = pace;
        this.notices = notices;
        log = directory.take();
        number = log.number();
    }

    /**
     * Takes a new log of the pipeline's directory.
     *
     * @param notices takes sentences worth a line: writing failed, writing goes on
     * @throws WalException when the directory cannot be written or belongs to another pipeline
     */
    public static WalWriter open(Pipeline pipeline, Consumer<String> notices) {
        Pipeline.Receiver source = pipeline.receiver();
        return open(source.wal(), pipeline.name(), source.bufferBytes(), HeartbeatTiming.USUAL, notices);
    }

    static WalWriter open(
            Pipeline.Wal wal, String pipeline, long bufferBytes, HeartbeatTiming pace, Consumer<String> notices) {
        return open(LogWriter.directory(Storage.of(wal), pipeline, pace), bufferBytes, pace, notices);
    }

    static WalWriter open(
            CommitLog.Directory directory, long bufferBytes, HeartbeatTiming pace, Consumer<String> notices) {
        try {
            WalWriter writer = new WalWriter(directory, bufferBytes, pace, notices);
            writer.committing.start();
            return writer;
        } catch (IOException failed) {
            throw new WalException(
                    "Cannot begin a write-ahead log in " + directory.where() + ": " + WalException.said(failed)
                            + ". No event is received without it: make the directory writable, or name another in"
                            + " source.wal.directory.",
                    failed);
        }
    }

    /** The number of the log being written: the partition of its entries' positions. */
    public int log() {
        return number;
    }

    public Figures figures() {
        return figures.get();
    }

    @Override
    public Optional<CompletionStage<Void>> offer(EventBatch batch) {
        if (batch.count() == 0) {
            return Optional.of(CompletableFuture.completedStage(null));
        }
        return queue.offer(batch.weight(), () -> new Waiting(batch, new CompletableFuture<>()))
                .map(waiting -> waiting.stage().minimalCompletionStage());
    }

    @Override
    public boolean awaitRoom(long weight, Duration patience) throws InterruptedException {
        return queue.awaitRoom(weight, patience);
    }

    /** Writes what was taken, seals the segment and marks the log's end; waits at most some seconds for a storage that hangs. */
    @Override
    public void close() {
        queue.close();
        try {
            committing.join(Waits.WAL_STOP.millis());
            if (!committing.isAlive()) {
                acknowledging.awaitTermination(Waits.WAL_STOP.millis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            commitUntilClosed();
        } finally {
            acknowledging.shutdown();
        }
    }

    private void commitUntilClosed() {
        int failures = 0;
        int probe = MIN_PROBE;
        while (true) {
            List<Waiting> batch = await(pace.retry().waitAfter(Math.max(1, failures)));
            try {
                if (troubled) {
                    recover(probe);
                    failures = 0;
                } else if (batch.isEmpty() && queue.isExhausted()) {
                    log.end();
                    return;
                } else {
                    commit(batch);
                }
            } catch (IOException | RuntimeException | Error failed) {
                probe = (int) Math.min(MAX_PROBE, Math.max(MIN_PROBE, weight(batch)));
                failures = troubled ? failures + 1 : 1;
                giveUp(batch, failed);
            }
            if (troubled && queue.isClosed()) {
                return;
            }
        }
    }

    /** All that waits, once something does; nothing when it is time to show a sign of life, or to try again. */
    private List<Waiting> await(Duration retry) {
        try {
            queue.awaitItem((troubled ? retry : pace.beat()).toNanos());
        } catch (InterruptedException notOurs) {
            // whoever interrupts this thread only wakes it early
        }
        return queue.drain();
    }

    private void commit(List<Waiting> batch) throws IOException {
        if (!batch.isEmpty()) {
            long written = log.commit(batch.stream().map(Waiting::batch).toList());
            log.requireNotLapsed();
            figures.updateAndGet(before -> before.committed(batch, written));
            queue.release(weight(batch));
            acknowledging.execute(() -> batch.forEach(each -> each.stage().complete(null)));
        }
        log.roll();
        log.show();
    }

    /** Tries the directory; goes on in this log if no reader can have given it up, else in a new one. */
    private void recover(int probe) throws IOException {
        log.probe(probe);
        if (log.lapsed()) {
            log = directory.take();
            number = log.number();
        } else {
            log.show();
        }
        troubled = false;
        queue.resume();
        notices.accept("The write-ahead log in " + directory.where() + " is written again, log " + number
                + " from sequence " + log.next() + ".");
    }

    private void giveUp(List<Waiting> batch, Throwable failed) {
        log.abandon();
        boolean first = !troubled;
        troubled = true;
        queue.suspend();
        List<Waiting> lost = new ArrayList<>(batch);
        lost.addAll(queue.drain());
        WalException why = new WalException(
                "Cannot write to the write-ahead log in " + directory.where() + ": " + WalException.said(failed)
                        + ". Nothing is known of the events in flight (rule R15): they are not acknowledged and may be sent"
                        + " again. Free space there or make it reachable; until then senders are pushed back.",
                failed);
        queue.release(weight(lost));
        if (first) {
            figures.updateAndGet(Figures::failed);
            notices.accept(why.getMessage());
        }
        acknowledging.execute(() -> lost.forEach(each -> each.stage().completeExceptionally(why)));
    }

    private static long weight(List<Waiting> batch) {
        return batch.stream().mapToLong(each -> each.batch().weight()).sum();
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
