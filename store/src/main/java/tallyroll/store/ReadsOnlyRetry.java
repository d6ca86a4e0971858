package tallyroll.store;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.connection.ClosedConnectionException;
import com.datastax.oss.driver.api.core.connection.HeartbeatException;
import com.datastax.oss.driver.api.core.context.DriverContext;
import com.datastax.oss.driver.api.core.retry.RetryPolicy;
import com.datastax.oss.driver.api.core.retry.RetryVerdict;
import com.datastax.oss.driver.api.core.servererrors.CoordinatorException;
import com.datastax.oss.driver.api.core.servererrors.ReadFailureException;
import com.datastax.oss.driver.api.core.servererrors.WriteFailureException;
import com.datastax.oss.driver.api.core.servererrors.WriteType;
import com.datastax.oss.driver.api.core.session.Request;

/**
 * Retries a read once and a write never: whether a write may be repeated is decided by who knows its stamp. Public because the
 * driver makes it by name.
 */
public final class ReadsOnlyRetry implements RetryPolicy {
    public ReadsOnlyRetry(DriverContext context, String profile) {
        // the driver asks for this constructor
    }

    @Override
    public RetryVerdict onReadTimeoutVerdict(
            Request request, ConsistencyLevel level, int blockFor, int received, boolean dataPresent, int retries) {
        return readOnce(request, retries, RetryVerdict.RETRY_SAME);
    }

    @Override
    public RetryVerdict onWriteTimeoutVerdict(
            Request request, ConsistencyLevel level, WriteType type, int blockFor, int received, int retries) {
        return RetryVerdict.RETHROW;
    }

    @Override
    public RetryVerdict onUnavailableVerdict(
            Request request, ConsistencyLevel level, int required, int alive, int retries) {
        return readOnce(request, retries, RetryVerdict.RETRY_NEXT);
    }

    @Override
    public RetryVerdict onRequestAbortedVerdict(Request request, Throwable error, int retries) {
        boolean lost = error instanceof ClosedConnectionException || error instanceof HeartbeatException;
        return lost ? readOnce(request, retries, RetryVerdict.RETRY_NEXT) : RetryVerdict.RETHROW;
    }

    @Override
    public RetryVerdict onErrorResponseVerdict(Request request, CoordinatorException error, int retries) {
        boolean failed = error instanceof ReadFailureException || error instanceof WriteFailureException;
        return failed ? RetryVerdict.RETHROW : readOnce(request, retries, RetryVerdict.RETRY_NEXT);
    }

    /** Only reads are marked idempotent, see {@link Requests}. */
    private static RetryVerdict readOnce(Request request, int retries, RetryVerdict verdict) {
        return retries == 0 && Boolean.TRUE.equals(request.isIdempotent()) ? verdict : RetryVerdict.RETHROW;
    }

    @Override
    public void close() {
        // nothing is held
    }

    @Override
    @Deprecated
    public com.datastax.oss.driver.api.core.retry.RetryDecision onReadTimeout(
            Request request, ConsistencyLevel level, int blockFor, int received, boolean dataPresent, int retries) {
        throw new UnsupportedOperationException("the driver asks for verdicts");
    }

    @Override
    @Deprecated
    public com.datastax.oss.driver.api.core.retry.RetryDecision onWriteTimeout(
            Request request, ConsistencyLevel level, WriteType type, int blockFor, int received, int retries) {
        throw new UnsupportedOperationException("the driver asks for verdicts");
    }

    @Override
    @Deprecated
    public com.datastax.oss.driver.api.core.retry.RetryDecision onUnavailable(
            Request request, ConsistencyLevel level, int required, int alive, int retries) {
        throw new UnsupportedOperationException("the driver asks for verdicts");
    }

    @Override
    @Deprecated
    public com.datastax.oss.driver.api.core.retry.RetryDecision onRequestAborted(
            Request request, Throwable error, int retries) {
        throw new UnsupportedOperationException("the driver asks for verdicts");
    }

    @Override
    @Deprecated
    public com.datastax.oss.driver.api.core.retry.RetryDecision onErrorResponse(
            Request request, CoordinatorException error, int retries) {
        throw new UnsupportedOperationException("the driver asks for verdicts");
    }
}
