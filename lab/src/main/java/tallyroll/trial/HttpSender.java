package tallyroll.trial;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import tallyroll.server.Await;

/** Posts batches of lines, several at a time, each until it is answered with 200. */
final class HttpSender implements Sender {
    private static final int BATCH = 500;
    private static final int ACCEPTED = 200;
    private static final int FULL = 429;
    private static final int UNAVAILABLE = 503;
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    private final URI address;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final ExecutorService pool;
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong repeated = new AtomicLong();
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile boolean closed;

    /** @param concurrent requests that are in flight at the same time */
    HttpSender(String address, int concurrent) {
        pool = Executors.newFixedThreadPool(concurrent, HttpSender::daemon);
        this.address = URI.create("http://" + address + "/events");
    }

    @Override
    public void send(List<byte[]> events) {
        List<Callable<Void>> posts = new ArrayList<>();
        for (int from = 0; from < events.size(); from += BATCH) {
            List<byte[]> batch = events.subList(from, Math.min(events.size(), from + BATCH));
            posts.add(() -> untilAccepted(batch));
        }
        try {
            for (Future<Void> post : pool.invokeAll(posts)) {
                post.get();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sending to " + address, stop);
        } catch (ExecutionException refused) {
            throw new IllegalStateException(refused.getCause().getMessage(), refused.getCause());
        }
    }

    private Void untilAccepted(List<byte[]> batch) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(ANSWER_LIMIT)
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofByteArray(lines(batch)))
                .build();
        while (!isAccepted(request, batch.size())) {
            if (Await.until(PAUSE, () -> closed)) {
                throw new IllegalStateException("gave up sending to " + address);
            }
        }
        acknowledged.addAndGet(batch.size());
        return null;
    }

    private boolean isAccepted(HttpRequest request, int events) throws InterruptedException {
        inFlight.incrementAndGet();
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == ACCEPTED) {
                return true;
            }
            if (answer.statusCode() != FULL && answer.statusCode() != UNAVAILABLE) {
                throw new IllegalStateException("Cannot send %,d events to %s: it answered %d %s"
                        .formatted(events, address, answer.statusCode(), answer.body()));
            }
            repeated.addAndGet(answer.statusCode() == UNAVAILABLE ? events : 0);
            return false;
        } catch (java.net.ConnectException notListening) {
            return false;
        } catch (IOException unanswered) {
            repeated.addAndGet(events);
            return false;
        } finally {
            inFlight.decrementAndGet();
        }
    }

    private static byte[] lines(List<byte[]> batch) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (byte[] event : batch) {
            lines.writeBytes(event);
            lines.write('\n');
        }
        return lines.toByteArray();
    }

    @Override
    public long acknowledged() {
        return acknowledged.get();
    }

    @Override
    public boolean isInFlight() {
        return inFlight.get() > 0;
    }

    @Override
    public long repeated() {
        return repeated.get();
    }

    @Override
    public void close() {
        closed = true;
        pool.shutdownNow();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "lab-sender");
        thread.setDaemon(true);
        return thread;
    }
}
