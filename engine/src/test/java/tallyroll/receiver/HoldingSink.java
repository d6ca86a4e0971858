package tallyroll.receiver;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A sink in memory: bounded, keeps what it takes until {@link #drain}. Its stages complete at once, or fail, or wait for {@link
 * #completeAll}, as it is told.
 */
public final class HoldingSink implements EventSink {
    private final long maxBytes;
    private final Deque<EventBatch> held = new ArrayDeque<>();
    private final List<CompletableFuture<Void>> waiting = new ArrayList<>();
    private long weight;
    private long taken;
    private long refusals;
    private int failures;
    private boolean full;
    private boolean later;

    public HoldingSink(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public synchronized Optional<CompletionStage<Void>> offer(EventBatch batch) {
        if (full || (weight > 0 && weight + batch.weight() > maxBytes)) {
            refusals++;
            notifyAll();
            return Optional.empty();
        }
        CompletableFuture<Void> stage = new CompletableFuture<>();
        if (failures > 0) {
            failures--;
            stage.completeExceptionally(new IllegalStateException("the disk is gone"));
            return Optional.of(stage);
        }
        held.add(batch);
        weight += batch.weight();
        taken += batch.count();
        if (later) {
            waiting.add(stage);
        } else {
            stage.complete(null);
        }
        notifyAll();
        return Optional.of(stage);
    }

    @Override
    public synchronized boolean awaitRoom(long batch, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (full || (weight > 0 && weight + batch > maxBytes)) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /** Takes nothing from now on, or takes again. */
    public synchronized void full(boolean now) {
        full = now;
        notifyAll();
    }

    /** The stages of the next offers fail, and nothing of them is kept. */
    public synchronized void failNext(int offers) {
        failures = offers;
    }

    /** Stages wait for {@link #completeAll} from now on. */
    public synchronized void completeLater() {
        later = true;
    }

    public synchronized void completeAll() {
        later = false;
        waiting.forEach(stage -> stage.complete(null));
        waiting.clear();
    }

    /** The events taken since the last time, in order; there is room for others then. */
    public synchronized List<String> drain() {
        List<String> events = new ArrayList<>();
        for (EventBatch batch : held) {
            for (int i = 0; i < batch.count(); i++) {
                events.add(batch.event(i).text());
            }
        }
        held.clear();
        weight = 0;
        notifyAll();
        return events;
    }

    /** Events taken in all. */
    public synchronized long taken() {
        return taken;
    }

    /** Waits until this many events were taken in all. */
    public synchronized void awaitTaken(long events) throws InterruptedException {
        while (taken < events) {
            wait();
        }
    }

    public synchronized void awaitRefusals(long min) throws InterruptedException {
        while (refusals < min) {
            wait();
        }
    }
}
