package tallyroll.store;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.context.DriverContext;
import com.datastax.oss.driver.api.core.retry.RetryPolicy;
import com.datastax.oss.driver.api.core.retry.RetryVerdict;
import com.datastax.oss.driver.api.core.servererrors.CoordinatorException;
import com.datastax.oss.driver.api.core.servererrors.WriteType;
import com.datastax.oss.driver.api.core.session.Request;

/**
 * The driver repeats nothing: a read is tried again by {@link Requests}, and a write by whoever knows its write timestamp, so that no
 * two owners multiply. Public because the driver makes it by name.
 */
public final class NeverRetry implements RetryPolicy {
    public NeverRetry(DriverContext context, String profile) {
        // the driver asks for this constructor
    }

    @Override
    public RetryVerdict onReadTimeoutVerdict(
            Request request, ConsistencyLevel level, int blockFor, int received, boolean dataPresent, int retries) {
        return RetryVerdict.RETHROW;
    }

    @Override
    public RetryVerdict onWriteTimeoutVerdict(
            Request request, ConsistencyLevel level, WriteType type, int blockFor, int received, int retries) {
        return RetryVerdict.RETHROW;
    }

    @Override
    public RetryVerdict onUnavailableVerdict(
            Request request, ConsistencyLevel level, int required, int alive, int retries) {
        return RetryVerdict.RETHROW;
    }

    @Override
    public RetryVerdict onRequestAbortedVerdict(Request request, Throwable error, int retries) {
        return RetryVerdict.RETHROW;
    }

    @Override
    public RetryVerdict onErrorResponseVerdict(Request request, CoordinatorException error, int retries) {
        return RetryVerdict.RETHROW;
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
