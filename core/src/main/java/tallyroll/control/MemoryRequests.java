package tallyroll.control;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Requests in memory, for the simulation and for tests. */
public final class MemoryRequests implements RequestStore {
    private static final Comparator<Request> OLDEST_FIRST =
            Comparator.comparingLong(Request::askedMicros).thenComparing(Request::id);

    private final Map<String, Map<UUID, Request>> byPipeline = new HashMap<>();

    @Override
    public synchronized void post(String pipeline, Request request) {
        of(pipeline).putIfAbsent(request.id(), request);
    }

    @Override
    public synchronized List<Request> list(String pipeline) {
        return of(pipeline).values().stream().sorted(OLDEST_FIRST).toList();
    }

    @Override
    public synchronized boolean swap(String pipeline, Request expected, Request next) {
        RequestStore.requireNext(expected, next);
        Request stored = of(pipeline).get(expected.id());
        if (stored == null || stored.progress().version() != expected.progress().version()) {
            return false;
        }
        of(pipeline).put(next.id(), next);
        return true;
    }

    private Map<UUID, Request> of(String pipeline) {
        return byPipeline.computeIfAbsent(pipeline, none -> new HashMap<>());
    }
}
