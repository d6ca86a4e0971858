package tallyroll.receiver;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes batches unless it is said to be full, and leaves the stage of each to the test. For one thread. */
public final class AcceptingSink implements EventSink {
    private final List<EventBatch> batches = new ArrayList<>();
    private final List<CompletableFuture<Void>> stages = new ArrayList<>();
    private boolean full;

    @Override
    public Optional<CompletionStage<Void>> offer(EventBatch batch) {
        if (full) {
            return Optional.empty();
        }
        batches.add(batch);
        stages.add(new CompletableFuture<>());
        return Optional.of(stages.get(stages.size() - 1));
    }

    @Override
    public boolean awaitRoom(long weight, Duration patience) {
        return !full;
    }

    public void full(boolean now) {
        full = now;
    }

    public List<EventBatch> batches() {
        return batches;
    }

    public CompletableFuture<Void> stage(int batch) {
        return stages.get(batch);
    }
}
