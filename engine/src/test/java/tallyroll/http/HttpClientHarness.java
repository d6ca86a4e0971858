package tallyroll.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;
import tallyroll.receiver.HoldingSink;
import tallyroll.receiver.Receiver;
import tallyroll.receiver.ReceiverHarness;

/** An HTTP receiver at a free port, and a client of it. */
final class HttpClientHarness implements AutoCloseable {
    static final int MAX_REQUEST = 64 << 10;

    final ReceiverHarness rig;
    final Receiver receiver;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    HttpClientHarness() {
        this("json", 1 << 20);
    }

    HttpClientHarness(String format, long sinkBytes) {
        rig = new ReceiverHarness(sinkBytes);
        String source = "http: {listen: \"127.0.0.1:0\", max_request: 64KB}";
        receiver = new HttpProvider().open(format.equals("csv") ? rig.csv(source) : rig.json(source));
        receiver.start();
    }

    HoldingSink sink() {
        return rig.sink;
    }

    URI events() {
        return URI.create(receiver.where());
    }

    HttpResponse<String> post(String body, String... headers) throws IOException, InterruptedException {
        return post(body.getBytes(StandardCharsets.UTF_8), headers);
    }

    HttpResponse<String> post(byte[] body, String... headers) throws IOException, InterruptedException {
        return client.send(request("POST", "/events", body, headers), BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> postLater(String body) {
        return client.sendAsync(
                request("POST", "/events", body.getBytes(StandardCharsets.UTF_8)), BodyHandlers.ofString());
    }

    HttpResponse<String> send(String method, String path, String body) throws IOException, InterruptedException {
        return client.send(request(method, path, body.getBytes(StandardCharsets.UTF_8)), BodyHandlers.ofString());
    }

    /** The status of an answer from anywhere. */
    int get(URI uri) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                .statusCode();
    }

    private HttpRequest request(String method, String path, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(events().resolve(path))
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request.build();
    }

    static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return packed.toByteArray();
    }

    @Override
    public void close() {
        receiver.close();
    }
}
