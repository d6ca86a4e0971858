package tallyroll.store;

import static com.datastax.oss.driver.api.core.retry.RetryVerdict.RETHROW;
import static com.datastax.oss.driver.api.core.retry.RetryVerdict.RETRY_NEXT;
import static com.datastax.oss.driver.api.core.retry.RetryVerdict.RETRY_SAME;
import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.connection.ClosedConnectionException;
import com.datastax.oss.driver.api.core.connection.HeartbeatException;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.retry.RetryVerdict;
import com.datastax.oss.driver.api.core.servererrors.CoordinatorException;
import com.datastax.oss.driver.api.core.servererrors.DefaultWriteType;
import com.datastax.oss.driver.api.core.servererrors.OverloadedException;
import com.datastax.oss.driver.api.core.servererrors.ReadFailureException;
import com.datastax.oss.driver.api.core.servererrors.WriteFailureException;
import com.datastax.oss.driver.api.core.session.Request;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A read is asked once more, a write never. */
class ReadsOnlyRetryTest {
    private static final ConsistencyLevel LEVEL = DefaultConsistencyLevel.LOCAL_QUORUM;
    private static final Request READ = SimpleStatement.newInstance("SELECT").setIdempotent(true);
    private static final Request WRITE = SimpleStatement.newInstance("INSERT").setIdempotent(false);
    /** Who says nothing is taken for a write. */
    private static final Request UNMARKED = SimpleStatement.newInstance("UPDATE");

    private final ReadsOnlyRetry retry = new ReadsOnlyRetry(null, "");

    static Stream<Arguments> requests() {
        return Stream.of(
                Arguments.of(READ, 0, true),
                Arguments.of(READ, 1, false),
                Arguments.of(WRITE, 0, false),
                Arguments.of(UNMARKED, 0, false));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void verdict_readTimeout_isTheSameNodeOnce(Request request, int retries, boolean again) {
        assertThat(retry.onReadTimeoutVerdict(request, LEVEL, 2, 1, false, retries))
                .isEqualTo(again ? RETRY_SAME : RETHROW);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void verdict_unavailable_isTheNextNodeOnce(Request request, int retries, boolean again) {
        assertThat(retry.onUnavailableVerdict(request, LEVEL, 2, 1, retries)).isEqualTo(next(again));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void verdict_connectionLost_isTheNextNodeOnce(Request request, int retries, boolean again) {
        assertThat(retry.onRequestAbortedVerdict(request, new ClosedConnectionException("reset"), retries))
                .isEqualTo(next(again));
        assertThat(retry.onRequestAbortedVerdict(request, new HeartbeatException(null, "none", null), retries))
                .isEqualTo(next(again));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void verdict_overloaded_isTheNextNodeOnce(Request request, int retries, boolean again) {
        assertThat(retry.onErrorResponseVerdict(request, new OverloadedException(null), retries))
                .isEqualTo(next(again));
    }

    @Test
    void verdict_replicaFailed_isNever() {
        CoordinatorException read = new ReadFailureException(null, LEVEL, 1, 2, 1, false, Map.of());
        CoordinatorException write = new WriteFailureException(null, LEVEL, 1, 2, DefaultWriteType.SIMPLE, 1, Map.of());

        assertThat(retry.onErrorResponseVerdict(READ, read, 0)).isEqualTo(RETHROW);
        assertThat(retry.onErrorResponseVerdict(READ, write, 0)).isEqualTo(RETHROW);
    }

    @Test
    void verdict_abortedByAnythingElse_isNever() {
        assertThat(retry.onRequestAbortedVerdict(READ, new IllegalStateException("closing"), 0))
                .isEqualTo(RETHROW);
    }

    @Test
    void verdict_writeTimeout_isNever() {
        assertThat(retry.onWriteTimeoutVerdict(READ, LEVEL, DefaultWriteType.SIMPLE, 2, 1, 0))
                .isEqualTo(RETHROW);
    }

    private static RetryVerdict next(boolean again) {
        return again ? RETRY_NEXT : RETHROW;
    }
}
