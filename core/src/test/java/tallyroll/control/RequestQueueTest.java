package tallyroll.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tallyroll.control.Request.State;

class RequestQueueTest {
    private static final Request.Work WORK = new Request.Repair(0, 1_000_000, Request.Losses.REFUSE);

    private Instant now = Instant.parse("2026-03-28T08:00:00Z");
    private final InstantSource clock = () -> now;
    private final RequestQueue queue = new RequestQueue(new MemoryRequests(), "p", clock);

    @Test
    void take_nothingAsked_isEmpty() {
        assertThat(queue.take()).isEmpty();
    }

    @Test
    void take_severalWaiting_givesTheOldest() {
        Request first = posted(9);
        posted(1);

        assertThat(queue.take().orElseThrow().request().id()).isEqualTo(first.id());
    }

    @Test
    void take_twice_theSecondAskedForWaitsForTheFirst() {
        posted(1);
        posted(2);
        RequestQueue.Taken taken = queue.take().orElseThrow();
        assertThat(taken.done("corrected 3 rows")).isTrue();

        assertThat(queue.take().orElseThrow().request().id()).isEqualTo(new UUID(0, 2));
    }

    @Test
    void progress_ofATakenOne_isSeenByItsAsker() {
        Request request = posted(1);
        RequestQueue.Taken taken = queue.take().orElseThrow();

        taken.progress(2, 5, "settling");

        Request.Progress seen = queue.find(request.id()).orElseThrow().progress();
        assertThat(seen.state()).isEqualTo(State.RUNNING);
        assertThat(seen.done()).isEqualTo(2);
        assertThat(seen.total()).isEqualTo(5);
        assertThat(seen.message()).isEqualTo("settling");
    }

    @Test
    void take_itsDriverWasKilled_theNextOneBeginsItAgainAndTheOldOneCannotReport() {
        Request request = posted(1);
        RequestQueue.Taken killed = queue.take().orElseThrow();
        RequestQueue.Taken next = queue.take().orElseThrow();

        assertThat(next.request().id()).isEqualTo(request.id());
        assertThat(next.request().progress().starts()).isEqualTo(2);
        assertThat(killed.progress(1, 2, "late")).isFalse();
        assertThat(killed.failed("late")).isFalse();
        assertThat(next.done("right")).isTrue();
        assertThat(queue.find(request.id()).orElseThrow().progress().message()).isEqualTo("right");
    }

    @Test
    void take_oneThatEndsItsDriverEachTime_isGivenUpAndTheNextOneIsTaken() {
        Request poison = posted(1);
        Request other = posted(2);
        for (int start = 0; start < RequestQueue.MAX_STARTS; start++) {
            assertThat(queue.take().orElseThrow().request().id()).isEqualTo(poison.id());
        }

        assertThat(queue.take().orElseThrow().request().id()).isEqualTo(other.id());
        Request.Progress given = queue.find(poison.id()).orElseThrow().progress();
        assertThat(given.state()).isEqualTo(State.FAILED);
        assertThat(given.message()).startsWith("it was begun 3 times and its driver ended each time");
    }

    @Test
    void putBack_byADriverThatIsStopped_isNoFailedStart() {
        Request request = posted(1);
        for (int stop = 0; stop < 2 * RequestQueue.MAX_STARTS; stop++) {
            queue.take().orElseThrow().putBack();
        }

        Request.Progress back = queue.find(request.id()).orElseThrow().progress();
        assertThat(back.state()).isEqualTo(State.WAITING);
        assertThat(back.message()).isEqualTo("its driver was stopped");
        assertThat(queue.take()).isPresent();
    }

    private Request posted(long id) {
        now = now.plusSeconds(1);
        return queue.post(new UUID(0, id), WORK, "host/1");
    }
}
