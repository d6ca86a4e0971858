package tallyroll.http;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import tallyroll.bytes.Slice;
import tallyroll.decode.Envelope;
import tallyroll.event.TransportField;
import tallyroll.receiver.EventValidator;
import tallyroll.receiver.RateLimitedLog;
import tallyroll.retry.Waits;

/**
 * Takes {@code POST} requests of events: read, cut, examine, offer, answer.
 *
 * <p>The answer is written when the sink's stage has completed, and by a thread of this server, so that a log's own thread never
 * writes to a sender. Until then the request holds no thread, only its connection.
 */
final class EventsHandler extends Handler.Abstract {
    static final String HEALTH = "/health";

    private final String path;
    private final int maxBytes;
    private final EventValidator validator;
    private final RequestLimiter limiter;
    private final BodyMemory memory;
    private final RateLimitedLog pushBack;

    /** @param maxBytes of a request's body, as sent and unpacked */
    EventsHandler(
            String path,
            int maxBytes,
            EventValidator validator,
            RequestLimiter limiter,
            BodyMemory memory,
            RateLimitedLog pushBack) {
        this.path = path;
        this.maxBytes = maxBytes;
        this.validator = validator;
        this.limiter = limiter;
        this.memory = memory;
        this.pushBack = pushBack;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (asksForHealth(request)) {
            write(HttpReply.healthy(), response, callback);
            return true;
        }
        Exchange exchange = new Exchange(request, response, callback);
        exchange.body = new BodyReader(request, maxBytes, memory, refusal(request, response), exchange::answer);
        exchange.body.run();
        return true;
    }

    private static boolean asksForHealth(Request request) {
        return request.getHttpURI().getCanonicalPath().equals(HEALTH)
                && (HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod()));
    }

    /** What is wrong with a request before its body is looked at. */
    private Optional<HttpError> refusal(Request request, Response response) {
        String asked = request.getHttpURI().getCanonicalPath();
        String method = request.getMethod();
        if (!asked.equals(path) && !asked.equals(HEALTH)) {
            return refuse(
                    HttpReply.NOT_FOUND, "There is nothing at " + asked + ": events are taken by POST " + path + ".");
        }
        if (!asked.equals(path) || !HttpMethod.POST.is(method)) {
            boolean events = asked.equals(path);
            response.getHeaders().put(HttpHeader.ALLOW, events ? "POST" : "GET, HEAD");
            return refuse(
                    HttpReply.METHOD_NOT_ALLOWED,
                    method + " " + asked + " is not possible: "
                            + (events ? "events are taken by POST." : "health is asked by GET."));
        }
        if (request.getLength() > maxBytes) {
            return refuse(
                    HttpReply.TOO_LARGE,
                    "The body has " + request.getLength() + " bytes; a request here has at most " + maxBytes
                            + " (max_request). Nothing was taken; send fewer events at a time.");
        }
        String coding = coding(request);
        if (!coding.equals("identity") && !packed(coding)) {
            return refuse(
                    HttpReply.UNSUPPORTED_MEDIA_TYPE,
                    "The Content-Encoding \"" + coding
                            + "\" is not understood here. Nothing was taken; send the body as it is, or as gzip.");
        }
        return Optional.empty();
    }

    private static Optional<HttpError> refuse(int status, String message) {
        return Optional.of(new HttpError(status, message));
    }

    private static String coding(Request request) {
        String coding = request.getHeaders().get(HttpHeader.CONTENT_ENCODING);
        return coding == null ? "identity" : coding.strip();
    }

    private static boolean packed(String coding) {
        return coding.equalsIgnoreCase("gzip") || coding.equalsIgnoreCase("x-gzip");
    }

    static void write(HttpReply answer, Response response, Callback callback) {
        HttpFields.Mutable headers = response.getHeaders();
        response.setStatus(answer.status());
        headers.put(HttpHeader.CONTENT_TYPE, "application/json");
        headers.put(HttpHeader.CONTENT_LENGTH, answer.json().length);
        if (answer.retrySeconds() > 0) {
            headers.put(HttpHeader.RETRY_AFTER, answer.retrySeconds());
        }
        response.write(true, ByteBuffer.wrap(answer.json()), callback);
    }

    /** One request on its way. */
    private final class Exchange {
        private final Request request;
        private final Response response;
        private final Callback callback;
        private BodyReader body;

        private Exchange(Request request, Response response, Callback callback) {
            this.request = request;
            this.response = response;
            this.callback = callback;
        }

        private void answer() {
            if (body.failure().isPresent()) {
                callback.failed(body.failure().get());
                return;
            }
            CompletableFuture<HttpReply> answer;
            try {
                answer = take();
            } catch (HttpError refused) {
                answer = CompletableFuture.completedFuture(refused.answer());
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                answer = CompletableFuture.completedFuture(stopping());
            } catch (RuntimeException fault) {
                answer = CompletableFuture.completedFuture(unknown(fault));
            } finally {
                body.bytes().release();
            }
            if (answer.isDone()) {
                write(answer.join(), response, callback);
            } else {
                answer.thenAcceptAsync(
                                known -> write(known, response, callback),
                                request.getComponents().getExecutor())
                        .exceptionally(this::failed);
            }
        }

        private Void failed(Throwable fault) {
            callback.failed(fault);
            return null;
        }

        private CompletableFuture<HttpReply> take() throws HttpError, InterruptedException {
            if (body.refusal().isPresent()) {
                throw body.refusal().get();
            }
            ValidationResult examined = examine();
            if (examined.accepted() + examined.rejected() == 0) {
                return CompletableFuture.completedFuture(HttpReply.taken(examined));
            }
            Optional<CompletionStage<Void>> stage = limiter.take(examined.batch());
            if (stage.isEmpty()) {
                pushBack.happened();
                throw new HttpError(
                        HttpReply.TOO_MANY_REQUESTS,
                        "No room for more events at present. Nothing was taken; send the request again after a second.");
            }
            return stage.get()
                    .toCompletableFuture()
                    .copy()
                    .orTimeout(Waits.HTTP_SAFE.millis(), TimeUnit.MILLISECONDS)
                    .handle((kept, fault) -> fault == null ? HttpReply.taken(examined) : unknown(fault));
        }

        /** The headers that the definition asks for; several of one name as one. */
        private Envelope headers() {
            Envelope headers = new Envelope().begin();
            for (String name : validator.spec().keptBeside()) {
                if (TransportField.of(name)
                        .filter(TransportField.HTTP_HEADER::equals)
                        .isPresent()) {
                    List<String> values = request.getHeaders().getValuesList(TransportField.headerName(name));
                    if (!values.isEmpty()) {
                        headers.put(name, Slice.of(String.join(", ", values)));
                    }
                }
            }
            return headers;
        }

        private ValidationResult examine() throws HttpError {
            ValidationResult examined = new ValidationResult(validator, headers());
            String mediaType = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
            BodyBytes plain = packed(coding(request)) ? new BodyBytes(maxBytes, memory) : body.bytes();
            try {
                if (plain != body.bytes()) {
                    Gunzip.unpack(body.bytes(), plain);
                }
                BodyParser.cut(plain, validator.spec(), mediaType == null ? "" : mediaType, examined);
                return examined;
            } finally {
                plain.release();
            }
        }

        /** Rule R15: neither taken nor refused. */
        private static HttpReply unknown(Throwable fault) {
            Throwable cause = fault.getCause() == null ? fault : fault.getCause();
            String why = fault instanceof TimeoutException
                    ? "they were not safe after " + Waits.HTTP_SAFE.limit().toSeconds() + " s"
                    : cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            return HttpReply.refused(
                    HttpReply.UNAVAILABLE,
                    "It is not known whether the events were taken: " + why + ". Send the request again.");
        }

        private static HttpReply stopping() {
            return HttpReply.refused(
                    HttpReply.UNAVAILABLE, "This receiver is stopping. Nothing was taken; send the request again.");
        }
    }
}
