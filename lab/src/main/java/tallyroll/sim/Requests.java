package tallyroll.sim;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import tallyroll.control.MemoryRequests;
import tallyroll.control.Request;
import tallyroll.control.Request.State;
import tallyroll.control.RequestQueue;

/**
 * What people ask of the driver of some worlds, and whether it is done: each request is begun by whoever holds the lease, between
 * batches, and answered once; then all that it names was recounted since it was begun. One that is begun too often is given up.
 */
final class Requests {
    /** As often as a request is begun. */
    private static final int MAX_STARTS = 3;

    private final World world;
    private final RandomGenerator random;
    /** For what is asked besides. */
    private final RandomGenerator besides;

    private final Consumer<String> broken;
    private final boolean active;
    private final MemoryRequests stored = new MemoryRequests();
    /** How many batches were committed when a request was begun last. */
    private final Map<UUID, Long> begun = new TreeMap<>();

    private int posted;

    /**
     * @param own makes a generator for one kind of thing alone
     * @param loses whether the record may lose events, which only the last driver accepts
     */
    Requests(World world, Function<String, RandomGenerator> own, boolean loses, Consumer<String> broken) {
        this.world = world;
        random = own.apply("requests");
        besides = own.apply("imports");
        this.broken = broken;
        active = !loses && random.nextInt(5) == 0;
    }

    boolean active() {
        return active;
    }

    /** Now and then somebody asks, and goes away. */
    void around(InstantSource clock) {
        if (active && random.nextInt(12) == 0) {
            long from = Grid.hour(world.nowMicros()) - random.nextLong(30) * Grid.HOUR;
            long until = from + (1 + random.nextLong(30)) * Grid.HOUR;
            Request.Work work = posted % 2 == 1
                    ? new Request.Redo(from, until, Request.Losses.REFUSE)
                    : new Request.Repair(from, until, Request.Losses.REFUSE);
            post(work, clock);
        }
        if (active && besides.nextInt(18) == 0) {
            post(world.imports().ask(), clock);
        }
        if (active && besides.nextInt(18) == 0) {
            world.imports().askVoids().ifPresent(work -> post(work, clock));
        }
    }

    private void post(Request.Work work, InstantSource clock) {
        UUID id = new UUID(0, ++posted);
        new RequestQueue(stored, world.pipeline().name(), clock).post(id, work, "somebody");
        world.say("request " + id + " asks for " + work);
    }

    /** As the holder of the lease sees them. */
    RequestQueue queue(Host host, InstantSource clock) {
        return new RequestQueue(
                new FaultyRequests(world, host, stored), world.pipeline().name(), clock);
    }

    /** A stored request has changed. */
    void changed(Request before, Request after) {
        if (!before.progress().state().open()) {
            broken.accept("R10: request " + before + " was answered, and is changed to " + after);
        }
        State state = after.progress().state();
        if (state == State.RUNNING) {
            begun.putIfAbsent(after.id(), world.state().committed());
        } else if (state == State.DONE) {
            List<?> left = left(after);
            if (!left.isEmpty()) {
                broken.accept("R10: request " + after + " is said to be done, and these were not: " + left);
            }
        } else if (state == State.FAILED && after.progress().starts() < MAX_STARTS) {
            broken.accept("R10: request " + after + " failed");
        }
    }

    /** What a request asks for and nobody did: hours that were not recounted since it was begun, or places of files. */
    private List<?> left(Request request) {
        return request.work()
                .<List<?>>match(
                        repair -> notRecounted(request, repair.from(), repair.until()),
                        redo -> notRecounted(request, redo.from(), redo.until()),
                        importing -> world.imports().missing(importing));
    }

    private List<Long> notRecounted(Request request, long from, long until) {
        return world.judge().oracle().notSettledSince(begun.get(request.id()), from, until).stream()
                .filter(hour -> hour >= world.state().forgotten().eventsBefore())
                .toList();
    }

    /** All are answered. */
    void end() {
        Optional<Request> open = stored.list(world.pipeline().name()).stream()
                .filter(request -> request.progress().state().open())
                .findFirst();
        open.ifPresent(request -> broken.accept("R10: " + request + " was never answered"));
    }
}
