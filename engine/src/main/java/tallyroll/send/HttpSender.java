package tallyroll.send;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tallyroll.bytes.Slice;
import tallyroll.retry.RetryPolicy;

/**
 * Sends events to an HTTP receiver, many in a request. Where the receiver pushes back, the request is sent again after the time that it asks for;
 * where an answer leaves open whether events were taken, that is said.
 */
public final class HttpSender implements EventSender {
    private static final int MAX_EVENTS = 1_000;
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_REASONS = 5;
    private static final Duration CONNECT = Duration.ofSeconds(10);
    /** Longer than a receiver waits for its events to be safe. */
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final URI url;
    private final String mediaType;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    private final Patience patience;
    private final String goesOn;
    private final List<byte[]> events = new ArrayList<>();
    private final List<String> reasons = new ArrayList<>();
    private int bytes;
    private boolean severalLines;
    private long taken;
    private long rejected;
    private long uncertain;

    /** Waits, and says how long it may go on. */
    interface Patience {
        Patience SLEEPING = seconds -> RetryPolicy.sleep(Duration.ofSeconds(seconds));

        void await(long seconds) throws InterruptedException;
    }

    /** @param mediaType of lines: {@code application/x-ndjson}, {@code text/csv} */
    public HttpSender(URI url, String mediaType) {
        this(url, mediaType, Patience.SLEEPING);
    }

    /** @param goesOn how people go on after those that were taken, {@code %d} in it is their number */
    public HttpSender(URI url, String mediaType, String goesOn) {
        this(url, mediaType, Patience.SLEEPING, goesOn);
    }

    HttpSender(URI url, String mediaType, Patience patience) {
        this(url, mediaType, patience, "--skip %d goes on after them.");
    }

    private HttpSender(URI url, String mediaType, Patience patience, String goesOn) {
        this.url = url;
        this.mediaType = mediaType;
        this.patience = patience;
        this.goesOn = goesOn;
    }

    @Override
    public void send(Slice event, byte[] key) {
        if (!events.isEmpty() && (events.size() >= MAX_EVENTS || bytes + event.length() > MAX_BYTES)) {
            post();
        }
        byte[] copy = event.toByteArray();
        events.add(copy);
        bytes += copy.length;
        for (byte one : copy) {
            severalLines |= one == '\n';
        }
    }

    @Override
    public Receipt finish() {
        if (!events.isEmpty()) {
            post();
        }
        List<String> notes = new ArrayList<>(reasons);
        if (uncertain > 0) {
            notes.add(uncertain
                    + " events were sent again because the receiver could not say whether it had taken them. Those with an id"
                    + " (event.id) are counted once, others perhaps twice.");
        }
        return new Receipt(taken, rejected, notes);
    }

    private void post() {
        HttpRequest request = request();
        PushBack pushBack = new PushBack();
        while (true) {
            HttpAnswer answer = answer(request);
            if (answer.events()) {
                took(answer);
                return;
            }
            if (!answer.again() || !pushBack.goesOn(answer)) {
                throw new SendException(
                        cannot() + "it answers " + answer.status() + " (" + answer.error() + ")" + pushBack.words()
                                + ". "
                                + (answer.unknown()
                                        ? unknown()
                                        : "None of the events " + range() + " was taken. " + before()),
                        null);
            }
            uncertain += answer.unknown() ? events.size() : 0;
            await(answer.retrySeconds());
        }
    }

    private void took(HttpAnswer answer) {
        long first = taken;
        taken += events.size();
        rejected += answer.rejected();
        for (HttpAnswer.Rejection rejection : answer.rejections()) {
            if (reasons.size() < MAX_REASONS) {
                reasons.add("event " + (first + rejection.event()) + " is a dead letter: " + rejection.code() + ": "
                        + rejection.reason());
            }
        }
        events.clear();
        bytes = 0;
        severalLines = false;
    }

    private HttpAnswer answer(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return HttpAnswer.of(
                    response.statusCode(),
                    response.body(),
                    response.headers().firstValue("Retry-After").orElse(""));
        } catch (ConnectException away) {
            throw new SendException(
                    cannot()
                            + "nobody takes connections there. Check the address, and that the receiver runs (run, receive). "
                            + before(),
                    away);
        } catch (IOException broken) {
            String why = broken.getMessage() == null ? broken.getClass().getSimpleName() : broken.getMessage();
            throw new SendException(cannot() + "the answer was lost (" + why + "). " + unknown(), broken);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new SendException(cannot() + "interrupted. " + unknown(), stop);
        }
    }

    private void await(long seconds) {
        try {
            patience.await(seconds);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new SendException(cannot() + "interrupted while waiting. " + before(), stop);
        }
    }

    /** Lines; an array where an event of JSON is longer than its line. */
    private HttpRequest request() {
        boolean array = severalLines && !mediaType.contains("csv");
        ByteArrayOutputStream body = new ByteArrayOutputStream(bytes + events.size() + 2);
        for (int i = 0; i < events.size(); i++) {
            if (array) {
                body.write(i == 0 ? '[' : ',');
            }
            body.writeBytes(events.get(i));
            if (!array) {
                body.write('\n');
            }
        }
        if (array) {
            body.write(']');
        }
        return HttpRequest.newBuilder(url)
                .timeout(ANSWER)
                .header("Content-Type", array ? "application/json" : mediaType)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                .build();
    }

    private String cannot() {
        return "Cannot send to " + url + ": ";
    }

    private String range() {
        return (taken + 1) + " to " + (taken + events.size());
    }

    private String before() {
        return taken == 0
                ? "Nothing was sent."
                : "The first " + taken + " events were taken; " + goesOn.formatted(taken);
    }

    private String unknown() {
        return "Whether the events " + range() + " were taken is not known. " + before()
                + " Sent again, events with an id (event.id) are counted once.";
    }

    @Override
    public String target() {
        return url.toString();
    }

    @Override
    public void close() {
        // its connections are closed when nobody uses them
    }

    /** How long a receiver has taken nothing. */
    private static final class PushBack {
        private static final long MAX_SECONDS = 300;
        private long waited;

        boolean goesOn(HttpAnswer answer) {
            boolean more = waited + answer.retrySeconds() <= MAX_SECONDS;
            waited += more ? answer.retrySeconds() : 0;
            return more;
        }

        String words() {
            return waited == 0 ? "" : ", and has not taken them for " + waited + " s";
        }
    }
}
