package tallyroll.receiver;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Batches of one connection whose sender was not told yet that they are safe, oldest first. For one thread, and nothing here waits.
 *
 * <p>A batch keeps its place until all before it are safe, so acknowledgements go out in the order of the messages. One whose stage
 * failed is offered again from memory rather than fetched again: nothing is known of it (rule R15), so its events may come twice
 * either way; but brokers count deliveries and put a message aside after some, a plain socket cannot send again at all, and storage
 * that is away for an hour must not cost a single event. In the sink it then comes behind those that were offered meanwhile.
 *
 * <p>Who drives it differs. {@link Redelivery} waits, for receivers with a thread for each connection; MQTT's consumer is called by
 * an event loop, which must go on answering pings while the sink is full or its storage away, so there timers and callbacks drive it.
 *
 * @param <A> what is needed to acknowledge a batch
 */
public final class InFlight<A> {
    private final EventSink sink;
    private final Consumer<Entry<A>> done;
    private final Deque<Entry<A>> entries = new ArrayDeque<>();
    private long bytes;

    /** @param done called when the stage of an entry completes, by whichever thread completes it */
    public InFlight(EventSink sink, Consumer<Entry<A>> done) {
        this.sink = sink;
        this.done = done;
    }

    /** A batch: waiting to be offered, or offered, and then safe or failed. */
    public static final class Entry<A> {
        private final EventBatch batch;
        private final A acknowledgement;
        private Optional<CompletableFuture<Void>> stage = Optional.empty();

        private Entry(EventBatch batch, A acknowledgement) {
            this.batch = batch;
            this.acknowledgement = acknowledgement;
        }

        public EventBatch batch() {
            return batch;
        }

        public A acknowledgement() {
            return acknowledgement;
        }

        /** Of its offer; empty while it waits for one. */
        public Optional<CompletableFuture<Void>> stage() {
            return stage;
        }

        /** Whether it is to be offered, for the first time or again. */
        public boolean isWaiting() {
            return stage.isEmpty();
        }

        public boolean isSafe() {
            return stage.filter(offered -> offered.isDone() && !offered.isCompletedExceptionally())
                    .isPresent();
        }

        /** Why its offer failed; empty if it did not, or has not yet. */
        public Optional<Throwable> failure() {
            return stage.filter(CompletableFuture::isDone)
                    .flatMap(offered -> offered.handle((nothing, why) -> Optional.ofNullable(why))
                            .join())
                    .map(why -> why instanceof CompletionException && why.getCause() != null ? why.getCause() : why);
        }
    }

    /** Adds a batch behind the others; it waits to be offered. */
    public Entry<A> add(EventBatch batch, A acknowledgement) {
        Entry<A> entry = new Entry<>(batch, acknowledgement);
        entries.add(entry);
        bytes += batch.weight();
        return entry;
    }

    /** Offers a batch that waits; false if there is no room. */
    @SuppressWarnings("FutureReturnValueIgnored") // the listener is told of every outcome
    public boolean offer(Entry<A> entry) {
        Optional<CompletionStage<Void>> taken = sink.offer(entry.batch());
        entry.stage = taken.map(CompletionStage::toCompletableFuture);
        entry.stage.ifPresent(stage -> stage.whenComplete((nothing, failure) -> done.accept(entry)));
        return taken.isPresent();
    }

    /** Offers the batches that wait, oldest first; the first for which there is no room, if any. */
    public Optional<Entry<A>> offerWaiting() {
        return entries.stream()
                .filter(Entry::isWaiting)
                .filter(entry -> !offer(entry))
                .findFirst();
    }

    /** After a failure: the batch waits to be offered again. */
    public void retry(Entry<A> failed) {
        failed.stage = Optional.empty();
    }

    public Optional<Entry<A>> oldest() {
        return Optional.ofNullable(entries.peek());
    }

    /** Removes the oldest as far as they are safe: what may be acknowledged now, in order. */
    public List<Entry<A>> removeSafe() {
        List<Entry<A>> safe = new ArrayList<>();
        while (!entries.isEmpty() && entries.element().isSafe()) {
            safe.add(removeOldest());
        }
        return safe;
    }

    /** Removes the oldest, whatever became of it. */
    public Entry<A> removeOldest() {
        Entry<A> oldest = entries.remove();
        bytes -= oldest.batch().weight();
        return oldest;
    }

    /** Batches. */
    public int size() {
        return entries.size();
    }

    /** What they take in memory, about. */
    public long bytes() {
        return bytes;
    }

    /** Events that are not known to be safe. */
    public long unsafeEvents() {
        return entries.stream()
                .filter(entry -> !entry.isSafe())
                .mapToLong(entry -> entry.batch().count())
                .sum();
    }
}
