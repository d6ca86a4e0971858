package tallyroll.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InFlightTest {
    private static final int MAX = 64;

    private final InFlight inFlight = new InFlight();
    private final List<Integer> done = new ArrayList<>();

    @Test
    void finish_writesThatEndInAnyOrder_doesWhatFollowsInTheOrderTheyBegan() {
        List<CompletableFuture<Runnable>> writes = begin(5);
        for (int i = 4; i >= 0; i--) {
            end(writes, i);
        }
        assertThat(done).as("not on the thread that ended them").isEmpty();

        inFlight.finish();

        assertThat(done).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void add_oneMoreThanTheBound_waitsForTheOldestOnly() {
        List<CompletableFuture<Runnable>> writes = begin(MAX);
        end(writes, 0);

        begin(1);

        assertThat(done).containsExactly(0);
    }

    @Test
    void finish_again_doesNothing() {
        end(begin(1), 0);
        inFlight.finish();
        inFlight.finish();

        assertThat(done).containsExactly(0);
    }

    @Test
    void finish_writeThatFailed_throwsItsFailureAndWhereItWasMet() {
        IllegalStateException failure = new IllegalStateException("no replica answered");
        inFlight.add(CompletableFuture.failedFuture(failure));

        assertThatThrownBy(inFlight::finish).isSameAs(failure);
        assertThat(failure.getSuppressed()).singleElement().satisfies(met -> assertThat(
                        met.getStackTrace()[0].getClassName())
                .isEqualTo(InFlight.class.getName()));
    }

    @Test
    void finish_writeThatFailedWithACheckedException_throwsItAsCause() {
        Exception failure = new Exception("interrupted");
        inFlight.add(CompletableFuture.failedFuture(failure));

        assertThatThrownBy(inFlight::finish)
                .isInstanceOf(CompletionException.class)
                .hasCause(failure);
    }

    private List<CompletableFuture<Runnable>> begin(int count) {
        List<CompletableFuture<Runnable>> writes = IntStream.range(0, count)
                .mapToObj(i -> new CompletableFuture<Runnable>())
                .toList();
        writes.forEach(inFlight::add);
        return writes;
    }

    private void end(List<CompletableFuture<Runnable>> writes, int index) {
        writes.get(index).complete(() -> done.add(index));
    }
}
