package tallyroll.control;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tallyroll.control.Request.Progress;
import tallyroll.control.Request.State;
import tallyroll.time.Micros;

/**
 * The requests of one pipeline: posted by who wants something, taken up one after another by the holder of the lease.
 *
 * <p>A request outlives everybody: its asker, who need not wait for it, and the driver that runs it. Whoever takes the lease next
 * finds it running and begins it again, which is harmless by the definition of {@link Request.Work}. A driver that was taken for
 * dead and wakes up in the middle fails to report: the stored version has moved on with the start of the other.
 */
public final class RequestQueue {
    /** A request that ended its driver so often is not begun again. */
    static final int MAX_STARTS = 3;

    private final RequestStore store;
    private final String pipeline;
    private final InstantSource clock;

    public RequestQueue(RequestStore store, String pipeline, InstantSource clock) {
        this.store = store;
        this.pipeline = pipeline;
        this.clock = clock;
    }

    /**
     * Asks for work; it waits until a lease holder takes it up, however long that is.
     *
     * @param id fresh
     * @param askedBy names the asker to people, {@code host/pid}
     */
    public Request post(UUID id, Request.Work work, String askedBy) {
        long now = now();
        Request request = new Request(id, work, askedBy, now, Progress.posted(now));
        store.post(pipeline, request);
        return request;
    }

    /** A request as it stands now; empty where it is not kept any more. */
    public Optional<Request> find(UUID id) {
        return list().stream().filter(request -> request.id().equals(id)).findFirst();
    }

    /** All that are kept, oldest first. */
    public List<Request> list() {
        return store.list(pipeline);
    }

    /**
     * Takes up the oldest request that is not finished. Only for the holder of the lease.
     *
     * @return empty where there is none
     */
    public Optional<Taken> take() {
        for (Request request : list()) {
            if (request.progress().state().open()) {
                Optional<Taken> taken = begin(request);
                if (taken.isPresent()) {
                    return taken;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Taken> begin(Request request) {
        Progress before = request.progress();
        if (before.starts() >= MAX_STARTS) {
            new Taken(request)
                    .failed("it was begun " + before.starts() + " times and its driver ended each time, last with: "
                            + before.message());
            return Optional.empty();
        }
        Request begun = request.with(new Progress(
                before.version() + 1,
                State.RUNNING,
                before.starts() + 1,
                before.done(),
                before.total(),
                before.message(),
                now()));
        return store.swap(pipeline, request, begun) ? Optional.of(new Taken(begun)) : Optional.empty();
    }

    private long now() {
        return Micros.wholeMillis(Micros.now(clock));
    }

    /** A request in the hands of who executes it. Not thread-safe. */
    public final class Taken {
        private Request stored;

        private Taken(Request stored) {
            this.stored = stored;
        }

        public Request request() {
            return stored;
        }

        /**
         * Reports how far it has come.
         *
         * @return whether it is still in these hands; if not, another driver does it
         */
        public boolean progress(long done, long total, String message) {
            return change(State.RUNNING, done, total, message);
        }

        /** Gives it back unfinished, for whoever holds the lease next; that is no fault of the request. */
        public void putBack() {
            Progress last = stored.progress();
            store.swap(
                    pipeline,
                    stored,
                    stored.with(new Progress(
                            last.version() + 1,
                            State.WAITING,
                            last.starts() - 1,
                            last.done(),
                            last.total(),
                            "its driver was stopped",
                            now())));
        }

        /** Ends it with its result. */
        public boolean done(String result) {
            Progress last = stored.progress();
            return change(State.DONE, Math.max(last.done(), last.total()), last.total(), result);
        }

        /** Ends it with the reason why it cannot be done. */
        public boolean failed(String reason) {
            Progress last = stored.progress();
            return change(State.FAILED, last.done(), last.total(), reason);
        }

        private boolean change(State state, long done, long total, String message) {
            Progress last = stored.progress();
            // one that gets on each time is not what ends its drivers
            int starts = last.done() > 0 && done > last.done() ? 1 : last.starts();
            Request next = stored.with(new Progress(last.version() + 1, state, starts, done, total, message, now()));
            boolean ours = store.swap(pipeline, stored, next);
            if (ours) {
                stored = next;
            }
            return ours;
        }
    }
}
