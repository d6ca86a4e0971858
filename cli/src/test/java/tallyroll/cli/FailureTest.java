package tallyroll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tallyroll.control.FencedException;
import tallyroll.pipeline.InvalidRequestException;
import tallyroll.receiver.ReceiverException;
import tallyroll.source.SourceException;
import tallyroll.summary.StoreException;

/** What a user reads, and with which code the process exits, when the libraries throw. */
class FailureTest {
    private static final FencedException FENCED = new FencedException("the lease is another's");
    private static final StoreException STORE = new StoreException("Cassandra is away", null);

    static Object[] exceptions() {
        return new Object[] {
            Arguments.of(new InvalidRequestException("no end"), ExitCode.USAGE, "no end"),
            Arguments.of(FENCED, ExitCode.FENCED, "the lease is another's"),
            Arguments.of(STORE, ExitCode.FAILED, "Cassandra is away"),
            Arguments.of(new ReceiverException("port taken"), ExitCode.FAILED, "port taken"),
            Arguments.of(
                    new SourceException(SourceException.Fault.UNREACHABLE, "no broker"), ExitCode.FAILED, "no broker")
        };
    }

    @ParameterizedTest
    @MethodSource("exceptions")
    void of_exceptionOfOurs_isItsMessageAndTheCodeOfItsKind(RuntimeException thrown, ExitCode code, String message) {
        Failure failure = Failure.of(thrown, "run");

        assertThat(failure).hasMessage(message);
        assertThat(failure.exitCode()).isEqualTo(code);
        assertThat(failure.unforeseen()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("exceptions")
    void of_exceptionOfOursInsideOthers_speaksForThem(RuntimeException thrown, ExitCode code, String message) {
        Throwable wrapped =
                new IllegalStateException("Job aborted due to stage failure", new ExecutionException(thrown));

        assertThat(Failure.of(wrapped, "run")).hasMessage(message).hasCause(wrapped);
        assertThat(Failure.of(wrapped, "run").exitCode()).isEqualTo(code);
    }

    @Test
    void of_errorOfTheProcess_speaksBeforeWhatFailedByIt() {
        Throwable thrown = new StoreException("Cannot write", new OutOfMemoryError("Java heap space"));

        Failure failure = Failure.of(thrown, "run");

        assertThat(failure.exitCode()).isEqualTo(ExitCode.DIED);
        assertThat(failure)
                .hasMessageStartingWith("Out of memory (Java heap space) with a heap of ")
                .hasMessageContaining("TALLYROLL_JAVA_OPTS=-Xmx8g")
                .hasMessageEndingWith("the next run runs it again.");
        assertThat(Failure.of(new ExecutionException(new NoClassDefFoundError("a/B")), "run"))
                .hasMessageStartingWith("Ended by an error of the process: java.lang.NoClassDefFoundError: a/B.");
    }

    @Test
    void of_fencedBelowAnotherOfOurs_isFenced() {
        Failure failure = Failure.of(new StoreException("Cannot write", FENCED), "run");

        assertThat(failure.exitCode()).isEqualTo(ExitCode.FENCED);
        assertThat(failure).hasMessage("the lease is another's");
    }

    @Test
    void of_twoOfOurs_isTheOuterOne() {
        assertThat(Failure.of(new StoreException("Cannot read block 7", STORE), "verify"))
                .hasMessage("Cannot read block 7");
    }

    @Test
    void of_exceptionOfOthers_namesTheCommandAndTheInnermostReason() {
        Failure failure = Failure.of(new CompletionException("outer", new IllegalStateException("disk full")), "run");

        assertThat(failure).hasMessage("Cannot finish \"run\": disk full");
        assertThat(failure.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(failure.unforeseen()).isTrue();
    }

    @Test
    void of_exceptionWithoutWords_isItsType() {
        assertThat(Failure.of(new NullPointerException(), "plan"))
                .hasMessage("Cannot finish \"plan\": java.lang.NullPointerException");
    }

    @Test
    void of_failure_staysAsItIs() {
        Failure failure = Failure.usage("--from is after --to");

        assertThat(Failure.of(failure, "query")).isSameAs(failure);
        assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
    }
}
