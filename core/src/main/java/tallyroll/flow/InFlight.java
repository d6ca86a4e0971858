package tallyroll.flow;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** A bounded number of writes under way; what is to be done when one has ended is done on the thread that uses this. */
final class InFlight {
    private static final int MAX = 64;

    private final Deque<CompletableFuture<Runnable>> stages = new ArrayDeque<>();

    /** Adds one, waiting for the oldest where there are too many; throws what that one failed with. */
    void add(CompletionStage<Runnable> stage) {
        stages.add(stage.toCompletableFuture());
        if (stages.size() > MAX) {
            await(stages.poll()).run();
        }
    }

    /** Waits for all. */
    void finish() {
        while (!stages.isEmpty()) {
            await(stages.poll()).run();
        }
    }

    static <T> T await(CompletableFuture<T> stage) {
        try {
            return stage.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                cause.addSuppressed(new Throwable("raised while applying"));
                throw cause;
            }
            throw e;
        }
    }
}
