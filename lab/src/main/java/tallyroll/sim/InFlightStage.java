package tallyroll.sim;

import java.util.concurrent.CompletableFuture;

/**
 * The answer to a call that may still be under way. Whoever waits for it, or for anything that was made to follow it, lets the world
 * go on meanwhile: other calls end, other processes run.
 */
final class InFlightStage<T> extends CompletableFuture<T> {
    private final World world;

    InFlightStage(World world) {
        this.world = world;
    }

    /** An answer that is there already. What follows it may still have to be waited for. */
    static <T> InFlightStage<T> answered(World world, T answer) {
        InFlightStage<T> stage = new InFlightStage<>(world);
        stage.complete(answer);
        return stage;
    }

    static <T> InFlightStage<T> failed(World world, Throwable failure) {
        InFlightStage<T> stage = new InFlightStage<>(world);
        stage.completeExceptionally(failure);
        return stage;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new InFlightStage<>(world);
    }

    @Override
    public T join() {
        while (!isDone()) {
            world.goOnMeanwhile();
        }
        return super.join();
    }
}
