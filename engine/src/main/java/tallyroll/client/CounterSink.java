package tallyroll.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tallyroll.pipeline.Pipeline.Counting;
import tallyroll.pipeline.Pipeline.Counting.Delivery;
import tallyroll.receiver.BoundedQueue;
import tallyroll.receiver.EventBatch;
import tallyroll.receiver.EventSink;

/**
 * Where a client's events become increments. One thread of its own takes batches in the order they came, folds them into a {@link
 * Window}, and sends the window when it has been open for {@code counters.coalesce}, is full, or must not wait.
 *
 * <p>When a sender is told. With {@code at-least-once}, when every increment of the window was confirmed: a crash before that has
 * the event sent again, and what had been written of it by then counts twice. With {@code at-most-once}, as soon as the batch
 * is taken: a crash after that loses it, and nothing counts twice. There is no third way, for a counter remembers nothing by
 * which a repetition could be told (see {@link tallyroll.apply.CounterApply}); that is what the other summary modes are for.
 *
 * <p>Memory: batches that wait, up to a number of bytes; the cells of a window, up to a number; and a small
 * object for each batch of it. When the store has refused for longer than the retries last, everything that is under way fails,
 * as does whatever is offered afterwards: part of a window may have been added, so it cannot simply be sent again.
 */
final class CounterSink implements EventSink, AutoCloseable {
    private static final int MAX_BATCHS = 1 << 16;

    private final Window window;
    private final Counting counting;
    private final Room room;
    private final Consumer<Totals> counted;
    private final Consumer<RuntimeException> failed;
    private final Thread worker = new Thread(this::work, "tallyroll-count");

    private final BoundedQueue<Taken> waiting;

    /** How many events came before; written under the queue's lock, when it takes a batch. */
    private long numbered;

    private boolean hurried;
    private volatile boolean draining;
    private volatile Optional<RuntimeException> failure = Optional.empty();
    private Totals totals = Totals.NONE;

    /** The batches in the window; only the worker looks. */
    private final List<CompletableFuture<Void>> sending = new ArrayList<>();

    private long openedNanos;

    /**
     * How much may wait, and under which number.
     *
     * @param client tells the events of this client's receiver from those of others, in dead letters
     */
    record Room(long maxBytes, int client) {}

    private record Taken(PositionedEventBatch placed, CompletableFuture<Void> done) {}

    /**
     * @param counted told the totals so far after every window
     * @param failed told once, when nothing will be counted any more; both are called by the worker
     */
    CounterSink(
            Window window, Counting counting, Room room, Consumer<Totals> counted, Consumer<RuntimeException> failed) {
        this.window = window;
        this.counting = counting;
        this.room = room;
        waiting = new BoundedQueue<>(room.maxBytes());
        this.counted = counted;
        this.failed = failed;
    }

    void start() {
        worker.start();
    }

    @Override
    public Optional<CompletionStage<Void>> offer(EventBatch batch) {
        return take(batch.weight(), () -> {
            PositionedEventBatch placed = PositionedEventBatch.numbered(batch, room.client(), numbered);
            numbered += batch.count();
            return placed;
        });
    }

    /** As {@link #offer}, of events that have a place already. */
    Optional<CompletionStage<Void>> take(PositionedEventBatch placed) {
        return take(placed.batch().weight(), () -> placed);
    }

    private Optional<CompletionStage<Void>> take(long weight, Supplier<PositionedEventBatch> placed) {
        Optional<Taken> taken = waiting.offer(weight, () -> new Taken(placed.get(), new CompletableFuture<>()));
        if (taken.isEmpty()) {
            return failure.map(CompletableFuture::failedFuture);
        }
        return Optional.of(
                counting.delivery() == Delivery.AT_MOST_ONCE
                        ? CompletableFuture.completedFuture(null)
                        : taken.get().done());
    }

    @Override
    public boolean awaitRoom(long weight, Duration patience) throws InterruptedException {
        return waiting.awaitRoom(weight, patience) || failure.isPresent();
    }

    /** Has what was taken so far sent without gathering more. */
    void hurry() {
        synchronized (this) {
            hurried = true;
        }
        waiting.wake();
    }

    /** From now on nothing is gathered: the end is near, and senders wait only so long for their acknowledgements. */
    void drain() {
        draining = true;
        waiting.wake();
    }

    synchronized Totals totals() {
        return totals;
    }

    /** Takes no more, and returns when everything taken is counted or has failed. */
    @Override
    public void close() {
        waiting.close();
        try {
            worker.join();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        try {
            while (true) {
                Optional<Taken> next = next();
                next.ifPresent(this::fold);
                if (due()) {
                    send();
                } else if (next.isEmpty() && waiting.isExhausted()) {
                    return;
                }
            }
        } catch (RuntimeException broken) {
            fail(broken);
        } catch (InterruptedException | Error broken) {
            fail(new IllegalStateException("Cannot go on counting: " + broken, broken));
        }
    }

    /** The next batch; empty when the window is due, or closed and nothing is left. */
    private Optional<Taken> next() throws InterruptedException {
        while (waiting.isEmpty() && !waiting.isClosed() && !due()) {
            waiting.awaitItem(
                    sending.isEmpty() ? Long.MAX_VALUE : counting.coalesce().toNanos() - openNanos());
        }
        return due() ? Optional.empty() : waiting.poll();
    }

    private void fold(Taken taken) {
        if (sending.isEmpty()) {
            openedNanos = System.nanoTime();
        }
        sending.add(taken.done());
        window.take(taken.placed());
    }

    private boolean due() {
        return !sending.isEmpty()
                && (window.full()
                        || sending.size() >= MAX_BATCHS
                        || openNanos() >= counting.coalesce().toNanos()
                        || mustNotWait());
    }

    private synchronized boolean mustNotWait() {
        return waiting.isEmpty() && (hurried || draining || waiting.isClosed());
    }

    private long openNanos() {
        return System.nanoTime() - openedNanos;
    }

    private void send() {
        Totals sent = window.send();
        synchronized (this) {
            totals = totals.plus(sent);
            hurried &= !waiting.isEmpty();
        }
        counted.accept(totals());
        List<CompletableFuture<Void>> batches = List.copyOf(sending);
        sending.clear();
        batches.forEach(done -> done.complete(null));
    }

    private void fail(RuntimeException broken) {
        // the failure first: whoever finds the queue closed must find the reason
        failure = Optional.of(broken);
        waiting.close();
        List<CompletableFuture<Void>> lost = new ArrayList<>(sending);
        waiting.drain().forEach(taken -> lost.add(taken.done()));
        failed.accept(broken);
        lost.forEach(done -> done.completeExceptionally(broken));
    }
}
