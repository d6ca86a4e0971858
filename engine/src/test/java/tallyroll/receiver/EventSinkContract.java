package tallyroll.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import tallyroll.bytes.Slice;

/** What {@link EventSink} says of room, a test a sentence. */
public abstract class EventSinkContract {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long MAX_BYTES = 1_000;

    /** A sink of so many bytes that lets nothing go until {@link #letGo}. */
    protected abstract EventSink holding(long maxBytes) throws Exception;

    /** The sink is done with everything it has taken, now or soon. */
    protected abstract void letGo();

    @Test
    void offer_batchesThatFit_areTaken() throws Exception {
        EventSink sink = holding(MAX_BYTES);

        assertThat(sink.offer(batch(600))).isPresent();
        assertThat(sink.offer(batch(100))).isPresent();
    }

    @Test
    void offer_beyondTheBound_isRefused() throws Exception {
        EventSink sink = holding(MAX_BYTES);
        sink.offer(batch(600));

        assertThat(sink.offer(batch(400))).isEmpty();
    }

    @Test
    void offer_refusedBatch_takesNoRoom() throws Exception {
        EventSink sink = holding(MAX_BYTES);
        sink.offer(batch(600));
        sink.offer(batch(400));

        assertThat(sink.offer(batch(200))).isPresent();
    }

    @Test
    void offer_largerThanTheBound_isTakenWhenNothingElseIsThere() throws Exception {
        EventSink sink = holding(MAX_BYTES);

        assertThat(sink.offer(batch(5_000))).isPresent();
        assertThat(sink.offer(batch(1))).isEmpty();
    }

    @Test
    void awaitRoom_weightThatDoesNotFit_isFalseWhenThePatienceEnds() throws Exception {
        EventSink sink = holding(MAX_BYTES);
        sink.offer(batch(600));

        assertThat(sink.awaitRoom(batch(400).weight(), Duration.ofMillis(1))).isFalse();
    }

    @Test
    void awaitRoom_weightThatFits_isTrueAtOnce() throws Exception {
        EventSink sink = holding(MAX_BYTES);
        sink.offer(batch(600));

        assertThat(sink.awaitRoom(batch(200).weight(), Duration.ZERO)).isTrue();
    }

    @Test
    void awaitRoom_roomComes_theBatchIsTaken() throws Exception {
        EventSink sink = holding(MAX_BYTES);
        sink.offer(batch(600));

        CompletableFuture<Void> freed = CompletableFuture.runAsync(this::letGo);

        assertThat(sink.awaitRoom(batch(5_000).weight(), PATIENCE)).isTrue();
        assertThat(sink.offer(batch(5_000))).isPresent();
        freed.join();
    }

    protected static EventBatch batch(int bytes) {
        return EventBatch.builder().add(Slice.of("x".repeat(bytes))).build();
    }
}
