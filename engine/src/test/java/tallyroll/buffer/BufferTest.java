package tallyroll.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;
import tallyroll.receiver.EventBatch;

class BufferTest {
    private final Buffer buffer = new Buffer(1_000);

    @Test
    void offer_withinTheBound_isAcknowledgedAtOnceAndHasPositions() {
        assertThat(buffer.offer(batch("a", "bb")).orElseThrow().toCompletableFuture())
                .isCompleted();
        buffer.offer(batch("ccc"));

        assertThat(buffer.start()).isZero();
        assertThat(buffer.end()).isEqualTo(3);
        assertThat(read(0, 3)).containsExactly("0 a", "1 bb", "2 ccc");
        assertThat(read(1, 2)).containsExactly("1 bb");
    }

    @Test
    void offer_full_takesNothing() {
        buffer.offer(batch("x".repeat(900)));

        assertThat(buffer.offer(batch("y".repeat(100)))).isEmpty();
        assertThat(buffer.end()).isEqualTo(1);
    }

    @Test
    void offer_batchLargerThanAllThereIs_isTakenWhenNothingElseIsThere() {
        assertThat(buffer.offer(batch("x".repeat(5_000)))).isPresent();
        assertThat(buffer.offer(batch("y"))).isEmpty();
    }

    @Test
    void release_partOfABatch_keepsTheRestReadable() {
        buffer.offer(batch("a", "bb", "ccc"));

        buffer.release(2);

        assertThat(buffer.start()).isEqualTo(2);
        assertThat(read(2, 3)).containsExactly("2 ccc");
        assertThatThrownBy(() -> buffer.packed(1, 3)).hasMessage("positions 1 to 2 are not in memory: here are 2 to 2");
    }

    @Test
    void awaitRoom_full_waitsForARelease() throws InterruptedException {
        buffer.offer(batch("x".repeat(950)));
        assertThat(buffer.awaitRoom(batch("y").weight(), Duration.ofMillis(1))).isFalse();

        CompletableFuture<Boolean> room = CompletableFuture.supplyAsync(() -> awaitRoom(Duration.ofSeconds(30)));
        buffer.release(1);

        assertThat(room.join()).isTrue();
        assertThat(buffer.offer(batch("y"))).isPresent();
    }

    @Test
    void gone_range_givesNothingAndIsAGap() {
        Claim.Range range = new Claim.Range("http", 3, 10, 20);
        LostRangeCursor gone = new LostRangeCursor(range);

        assertThat(gone.advance()).isFalse();
        assertThat(gone.gaps()).containsExactly(range);
    }

    private boolean awaitRoom(Duration patience) {
        try {
            return buffer.awaitRoom(batch("y").weight(), patience);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private List<String> read(long from, long until) {
        List<String> events = new ArrayList<>();
        try (InMemoryCursor cursor =
                new InMemoryCursor(new Claim.Range("http", 1, from, until), buffer.packed(from, until))) {
            while (cursor.advance()) {
                events.add(cursor.offset() + " " + cursor.value().text());
            }
        }
        return events;
    }

    private static EventBatch batch(String... events) {
        EventBatch.Builder builder = EventBatch.builder();
        for (String event : events) {
            builder.add(Slice.of(event));
        }
        return builder.build();
    }
}
