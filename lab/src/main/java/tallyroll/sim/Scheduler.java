package tallyroll.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * The processes of one world, which run at the same time as far as the stores can tell: each has a thread, of which only one runs,
 * and at a port call it may hand over to the world, which decides who goes on.
 *
 * <p>So all that happens is decided by the world's one generator, and the same seed gives the same trace, while any two processes
 * can meet at any pair of port calls. Not thread-safe towards others than its own threads.
 */
final class Scheduler {
    private static final Executor THREADS = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "process of a world");
        thread.setDaemon(true);
        return thread;
    });

    private final Thread world = Thread.currentThread();
    private final List<Actor> alive = new ArrayList<>();
    /** Who may run; null: the world. Written by the one that runs, and read by the one that is woken. */
    private volatile Actor turn;

    private boolean closing;

    /** One process, or what is left of it. */
    static final class Actor {
        private final String name;
        private final boolean process;
        private volatile Thread thread;
        private int sleeps;

        private Actor(String name, boolean process) {
            this.name = name;
            this.process = process;
        }

        /** A driver, not merely work of one that goes on. */
        boolean process() {
            return process;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** The world ends: whoever has not come to an end goes no further. An error, so that no code on the way takes it for its own. */
    static final class WorldEnds extends Error {
        private static final long serialVersionUID = 1L;

        WorldEnds() {
            super("the world ends", null, false, false);
        }
    }

    /** Adds an actor; it runs once it is resumed. */
    void start(String name, boolean process, Runnable body) {
        Actor actor = new Actor(name, process);
        alive.add(actor);
        THREADS.execute(() -> {
            actor.thread = Thread.currentThread();
            try {
                await(actor);
                if (!closing) {
                    body.run();
                }
            } catch (WorldEnds end) {
                // as it was to be
            } finally {
                alive.remove(actor);
                turn = null;
                LockSupport.unpark(world);
            }
        });
    }

    /** Those that have not come to an end, in the order in which they began. */
    List<Actor> alive() {
        return alive;
    }

    /** Those of them that do not sleep. */
    List<Actor> awake() {
        List<Actor> awake = new ArrayList<>();
        for (Actor actor : alive) {
            if (actor.sleeps <= 0) {
                awake.add(actor);
            }
        }
        return awake;
    }

    /** Time goes on for those that sleep. */
    void tick() {
        for (Actor actor : alive) {
            actor.sleeps--;
        }
    }

    /** Lets an actor run until it hands over or ends. Called by the world. */
    void resume(Actor actor) {
        turn = actor;
        // null while its thread has not begun: then it sees its turn itself
        LockSupport.unpark(actor.thread);
        while (turn != null) {
            LockSupport.park(this);
        }
    }

    /** Hands over to the world. Called by an actor; from the world itself nothing happens. */
    void handOver(int ticks) {
        Actor self = turn;
        if (self == null) {
            return;
        }
        self.sleeps = ticks;
        turn = null;
        LockSupport.unpark(world);
        await(self);
        if (closing) {
            throw new WorldEnds();
        }
    }

    /** Ends what has not ended. Called by the world. */
    void close() {
        closing = true;
        while (!alive.isEmpty()) {
            resume(alive.get(0));
        }
    }

    private void await(Actor self) {
        while (turn != self) {
            LockSupport.park(this);
        }
    }
}
