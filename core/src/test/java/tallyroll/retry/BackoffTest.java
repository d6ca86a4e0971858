package tallyroll.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = Retries.RECEIVER_CONNECT.backoff(new SplittableRandom(1));

    @Test
    void next_failures_waitTwiceAsLongEachTimeLessARandomPart() {
        for (long due : List.of(100, 200, 400, 800, 1600, 3200, 6400, 12_800, 25_600, 30_000, 30_000)) {
            assertThat(backoff.next().toMillis()).isBetween(due / 2, due);
        }
    }

    @Test
    void next_manyReceivers_doNotComeBackAtOnce() {
        Stream<Long> first = Stream.iterate(1, seed -> seed + 1).limit(50).map(seed -> Retries.RECEIVER_CONNECT
                .backoff(new SplittableRandom(seed))
                .next()
                .toNanos());

        assertThat(first).doesNotHaveDuplicates();
    }

    @Test
    void next_afterASuccess_startsAgain() {
        backoff.next();
        backoff.next();
        backoff.reset();

        assertThat(backoff.next().toMillis()).isBetween(50L, 100L);
    }
}
