package tallyroll.store;

import static com.datastax.oss.driver.api.core.retry.RetryVerdict.RETHROW;
import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.connection.ClosedConnectionException;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.servererrors.DefaultWriteType;
import com.datastax.oss.driver.api.core.servererrors.OverloadedException;
import com.datastax.oss.driver.api.core.session.Request;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The driver repeats nothing: neither a read, which the session asks again, nor a write. */
class NeverRetryTest {
    private static final ConsistencyLevel LEVEL = DefaultConsistencyLevel.LOCAL_QUORUM;

    private final NeverRetry retry = new NeverRetry(null, "");

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void verdict_anyFailure_isThrown(boolean repeatable) {
        Request request = SimpleStatement.newInstance("SELECT").setIdempotent(repeatable);

        assertThat(retry.onReadTimeoutVerdict(request, LEVEL, 2, 1, false, 0)).isEqualTo(RETHROW);
        assertThat(retry.onWriteTimeoutVerdict(request, LEVEL, DefaultWriteType.SIMPLE, 2, 1, 0))
                .isEqualTo(RETHROW);
        assertThat(retry.onUnavailableVerdict(request, LEVEL, 2, 1, 0)).isEqualTo(RETHROW);
        assertThat(retry.onRequestAbortedVerdict(request, new ClosedConnectionException("reset"), 0))
                .isEqualTo(RETHROW);
        assertThat(retry.onErrorResponseVerdict(request, new OverloadedException(null), 0))
                .isEqualTo(RETHROW);
    }
}
