package tallyroll.faults;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import tallyroll.server.LocalServer;

/** The node that is paused by {@link Fault.Kind#PAUSE}, and for how long. */
final class Pauses {
    private static final AtomicReference<Plan> PLAN = new AtomicReference<>();

    private record Plan(LocalServer node, Duration length) {}

    private Pauses() {}

    static void plan(LocalServer node, Duration length) {
        PLAN.set(new Plan(node, length));
    }

    /** Pauses it and has it go on after the time. */
    static void begin() {
        Plan plan = PLAN.get();
        plan.node().pause();
        Executor later = CompletableFuture.delayedExecutor(plan.length().toMillis(), TimeUnit.MILLISECONDS);
        later.execute(plan.node()::resume);
    }
}
