package tallyroll.receiver;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** A sink in memory that holds so many events and no more, until they are cleared. Stages complete at once, unless they are held. */
public final class ListSink implements EventSink {
    private static final long LIMIT_NANOS = Duration.ofMinutes(3).toNanos();

    private final int max;
    private final List<String> events = new ArrayList<>();
    private final List<CompletableFuture<Void>> owed = new ArrayList<>();
    private int onShelf;
    private int refusals;
    private int failing;
    private boolean owing;

    public ListSink(int max) {
        this.max = max;
    }

    public static ListSink large() {
        return new ListSink(Integer.MAX_VALUE);
    }

    @Override
    public synchronized Optional<CompletionStage<Void>> offer(EventBatch batch) {
        if (onShelf > 0 && onShelf > max - batch.count()) {
            refusals++;
            notifyAll();
            return Optional.empty();
        }
        CompletableFuture<Void> stage = new CompletableFuture<>();
        if (failing > 0) {
            failing--;
            stage.completeExceptionally(new IllegalStateException("the sink broke"));
            return Optional.of(stage);
        }
        onShelf += batch.count();
        for (int event = 0; event < batch.count(); event++) {
            events.add(batch.event(event).text());
        }
        if (owing) {
            owed.add(stage);
        } else {
            stage.complete(null);
        }
        notifyAll();
        return Optional.of(stage);
    }

    @Override
    public synchronized boolean awaitRoom(long weight, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (onShelf >= max && System.nanoTime() < end) {
            wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
        }
        return onShelf < max;
    }

    /** From now on a stage stays open until {@link #pay}. */
    public synchronized ListSink owing() {
        owing = true;
        return this;
    }

    /** Completes the stages that are open, and from now on at once. */
    public synchronized void pay() {
        owing = false;
        owed.forEach(stage -> stage.complete(null));
        owed.clear();
    }

    /** The next so many offers are accepted and fail. */
    public synchronized ListSink failing(int offers) {
        failing = offers;
        return this;
    }

    /** Makes room; {@link #events} still has what was there. */
    public synchronized void clear() {
        onShelf = 0;
        notifyAll();
    }

    public synchronized int onShelf() {
        return onShelf;
    }

    /** Everything that was ever accepted, in order. */
    public synchronized List<String> events() {
        return List.copyOf(events);
    }

    public synchronized int refusals() {
        return refusals;
    }

    /** Waits for a state of the sink. */
    public synchronized void await(String what, Predicate<ListSink> condition) throws InterruptedException {
        long end = System.nanoTime() + LIMIT_NANOS;
        while (!condition.test(this)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within the limit: " + what + "; events taken: " + events.size());
            }
            wait(100);
        }
    }

    public void awaitEvents(int min) throws InterruptedException {
        await(min + " events", held -> held.events.size() >= min);
    }

    /** Waits until each of so many different events has come at least once, making room all the while. */
    public void awaitDistinct(int count) throws InterruptedException {
        await(count + " different events", held -> {
            held.clear();
            return held.events.stream().distinct().count() >= count;
        });
    }
}
