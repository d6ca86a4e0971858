package tallyroll.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import tallyroll.control.Request.Progress;
import tallyroll.control.Request.State;

/** A test for each sentence of {@link RequestStore}; every implementation extends it. */
public abstract class RequestStoreContract {
    private static final long TIME = 1_700_000_000_000_000L;

    /** An empty store. */
    protected abstract RequestStore requests();

    @Test
    void list_nothingPosted_isEmpty() {
        assertThat(requests().list("contract")).isEmpty();
    }

    @Test
    void list_posted_isWholeAndOldestFirst() {
        Request late = request(2, TIME + 2_000);
        Request early = request(1, TIME + 1_000);
        requests().post("contract", late);
        requests().post("contract", early);

        assertThat(requests().list("contract")).containsExactly(early, late);
        assertThat(requests().list("another")).isEmpty();
    }

    @Test
    void post_sameAgain_changesNothing() {
        Request posted = request(1, TIME);
        Request running = next(posted, State.RUNNING, "recounting");
        requests().post("contract", posted);
        assertThat(requests().swap("contract", posted, running)).isTrue();

        requests().post("contract", posted);

        assertThat(requests().list("contract")).containsExactly(running);
    }

    @Test
    void swap_ofTheStoredVersion_isStoredWhole() {
        Request posted = request(1, TIME);
        Request running = next(posted, State.RUNNING, "3 of 9 \"é\"");
        Request done = next(running, State.DONE, "corrected 7 rows");
        requests().post("contract", posted);

        assertThat(requests().swap("contract", posted, running)).isTrue();
        assertThat(requests().list("contract")).containsExactly(running);
        assertThat(requests().swap("contract", running, done)).isTrue();
        assertThat(requests().list("contract")).containsExactly(done);
    }

    @Test
    void swap_ofAnOlderVersion_changesNothing() {
        Request posted = request(1, TIME);
        Request running = next(posted, State.RUNNING, "");
        requests().post("contract", posted);
        assertThat(requests().swap("contract", posted, running)).isTrue();

        assertThat(requests().swap("contract", posted, next(posted, State.FAILED, "late")))
                .isFalse();
        assertThat(requests().list("contract")).containsExactly(running);
    }

    @Test
    void swap_ofARequestNeverPosted_changesNothing() {
        Request never = request(1, TIME);

        assertThat(requests().swap("contract", never, next(never, State.RUNNING, "")))
                .isFalse();
        assertThat(requests().list("contract")).isEmpty();
    }

    @Test
    void swap_toAVersionThatDoesNotFollow_isAFaultOfTheCaller() {
        Request posted = request(1, TIME);

        assertThatThrownBy(() -> requests().swap("contract", posted, posted))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "version 1 of request %1$s does not follow version 1 of request %1$s".formatted(posted.id()));
    }

    @Test
    void swap_manyDriversAtOnce_oneWins() throws Exception {
        Request posted = request(1, TIME);
        requests().post("contract", posted);
        List<Request> wanted = new ArrayList<>();
        List<Callable<Boolean>> swaps = new ArrayList<>();
        for (int driver = 0; driver < 4; driver++) {
            Request next = next(posted, State.RUNNING, "driver " + driver);
            wanted.add(next);
            swaps.add(() -> requests().swap("contract", posted, next));
        }
        ExecutorService drivers = Executors.newFixedThreadPool(4);
        List<Request> winners = new ArrayList<>();
        try {
            List<Future<Boolean>> answers = drivers.invokeAll(swaps);
            for (int driver = 0; driver < 4; driver++) {
                if (answers.get(driver).get()) {
                    winners.add(wanted.get(driver));
                }
            }
        } finally {
            drivers.shutdown();
        }

        assertThat(winners).hasSize(1);
        assertThat(requests().list("contract")).isEqualTo(winners);
    }

    protected static Request request(long id, long askedMicros) {
        Request.Repair work = new Request.Repair(Long.MIN_VALUE, 978_652_800_000_000L + id, Request.Losses.ACCEPT);
        return new Request(new UUID(7, id), work, "host/4711/\"é\"", askedMicros, Progress.posted(askedMicros));
    }

    protected static Request next(Request before, State state, String message) {
        long version = before.progress().version() + 1;
        return before.with(new Progress(version, state, 2, 3, 9, message, TIME + version * 1_000));
    }
}
