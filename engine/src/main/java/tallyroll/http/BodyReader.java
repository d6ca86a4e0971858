package tallyroll.http;

import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * Reads a request's body without a thread that waits for it: a slow sender costs a connection and what it has sent so far.
 *
 * <p>The body of a request that is refused is read on and thrown away, up to a few times what is allowed: many clients look for an
 * answer only when they have sent everything, and would find a broken connection instead.
 */
final class BodyReader implements Runnable {
    private static final long MIN_DISCARDED = 1 << 20;

    private final Request request;
    private final BodyBytes bytes;
    private final Runnable done;
    private final long maxDiscarded;
    private long discarded;
    private HttpError refusal;
    private Throwable failure;

    /**
     * @param refusal why nothing of it will be taken, where that is known already
     * @param done called once, when all is read or no more will be
     */
    BodyReader(Request request, int max, BodyMemory memory, Optional<HttpError> refusal, Runnable done) {
        this.request = request;
        this.done = done;
        this.refusal = refusal.orElse(null);
        bytes = new BodyBytes(max, memory);
        maxDiscarded = Math.max(MIN_DISCARDED, 4L * max);
    }

    /** Reads what has come, and is called again when more has. */
    @Override
    public void run() {
        while (refusal == null || worthReadingOn()) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(this);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                failure = chunk.getFailure();
                bytes.release();
                break;
            }
            boolean last = chunk.isLast();
            add(chunk);
            chunk.release();
            if (last) {
                break;
            }
        }
        done.run();
    }

    /** A sender that waits for leave to send its body needs not send it to be refused. */
    private boolean worthReadingOn() {
        return discarded <= maxDiscarded && !request.getHeaders().contains(HttpHeader.EXPECT);
    }

    private void add(Content.Chunk chunk) {
        try {
            if (refusal == null) {
                bytes.add(chunk.getByteBuffer());
            } else {
                discarded += chunk.remaining();
            }
        } catch (HttpError refused) {
            refusal = refused;
        }
    }

    /** Why nothing of the request is taken; empty if its body is there. */
    Optional<HttpError> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** Why the body could not be read to its end: the sender went away, or was silent for too long. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    BodyBytes bytes() {
        return bytes;
    }
}
