package tallyroll.receiver;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes parcels unless it is said to be full, and leaves the stage of each to the test. For one thread. */
final class AcceptingSink implements EventSink {
    private final List<EventBatch> parcels = new ArrayList<>();
    private final List<CompletableFuture<Void>> stages = new ArrayList<>();
    private boolean full;

    @Override
    public Optional<CompletionStage<Void>> offer(EventBatch parcel) {
        if (full) {
            return Optional.empty();
        }
        parcels.add(parcel);
        stages.add(new CompletableFuture<>());
        return Optional.of(stages.get(stages.size() - 1));
    }

    @Override
    public boolean awaitRoom(Duration patience) {
        return !full;
    }

    void full(boolean now) {
        full = now;
    }

    List<EventBatch> parcels() {
        return parcels;
    }

    CompletableFuture<Void> stage(int parcel) {
        return stages.get(parcel);
    }
}
