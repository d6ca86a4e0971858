package tallyroll.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tallyroll.control.FencedException;
import tallyroll.summary.StoreException;
import tallyroll.summary.WriteOutcome;

class OutageTest {
    private static final StoreException AWAY = StoreException.unreachable("Cannot record block 7", null);

    static Stream<Throwable> outages() {
        return Stream.of(
                AWAY,
                AWAY.again(),
                new CompletionException(AWAY),
                new IllegalStateException("Job aborted due to stage failure", new RuntimeException("task 3", AWAY)));
    }

    static Stream<Throwable> others() {
        return Stream.of(
                new StoreException("Cannot prepare keyspace \"shop\"", null),
                new StoreException("Cannot read block 7: it is damaged", AWAY),
                new FencedException("this driver's lease ended"),
                new IOException("No space left on device"),
                new IllegalStateException("a bug of ours"),
                new IllegalStateException("task 3", new OutOfMemoryError("Java heap space")),
                StoreException.unreachable("Cannot record block 7", new OutOfMemoryError("Java heap space")));
    }

    @ParameterizedTest
    @MethodSource("outages")
    void of_serverThatDidNotAnswer_isOne(Throwable failure) {
        assertThat(Outage.of(failure)).contains(new Outage("Cassandra", "Cannot record block 7"));
    }

    @ParameterizedTest
    @MethodSource("others")
    void of_whatWaitingDoesNotMend_isNone(Throwable failure) {
        assertThat(Outage.of(failure)).isEmpty();
    }

    @Test
    void unwritten_nodeSaidThatItFailed_isNone() {
        WriteOutcome tooLarge = new WriteOutcome.Unknown("ServerError: Mutation of 17 MiB is too large", true);

        assertThat(Outage.of(StoreException.unwritten("Cannot apply batch 7", tooLarge)))
                .isEmpty();
        assertThat(Outage.of(StoreException.unwritten("Cannot apply batch 7", new WriteOutcome.Unknown("12 s"))))
                .isPresent();
        assertThat(Outage.of(StoreException.unwritten("Cannot apply batch 7", new WriteOutcome.Refused("full"))))
                .isPresent();
    }
}
