package tallyroll.registry;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A registry of this process that speaks Confluent's API, and fails as one may. */
public final class RegistryServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile String login = "";
    private volatile int status;
    private volatile String body = "";

    private RegistryServer(HttpServer server) {
        this.server = server;
        server.createContext("/", this::answer);
        server.start();
    }

    public static RegistryServer start() throws IOException {
        return new RegistryServer(HttpServer.create(new InetSocketAddress("localhost", 0), 0));
    }

    /** With the certificate of {@code localhost.pem}. */
    static RegistryServer startTls() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream stored = RegistryServer.class.getResourceAsStream("localhost.p12")) {
            keys.load(stored, "changeit".toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress("localhost", 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return new RegistryServer(server);
    }

    public String url() {
        String scheme = server instanceof HttpsServer ? "https" : "http";
        return scheme + "://localhost:" + server.getAddress().getPort();
    }

    /** Has a schema under an id. @param references {@code name}, {@code subject} and {@code version} each */
    public void register(int id, String type, String schema, List<Map<String, Object>> references) {
        answers.put("/schemas/ids/" + id, text(type, schema, references));
    }

    /** Has a version of a subject. */
    public void register(String subject, int version, String schema) {
        answers.put("/subjects/" + subject + "/versions/" + version, text("AVRO", schema, List.of()));
    }

    /**
     * Has a file of Protobuf as version 1 of a subject, in the form that is asked for.
     *
     * @param descriptor a FileDescriptorProto
     * @param references as above
     */
    public void registerFile(
            int id, String subject, String text, byte[] descriptor, List<Map<String, Object>> references) {
        register(id, "PROTOBUF", text, references);
        answers.put(
                "/subjects/" + subject + "/versions/1",
                text("PROTOBUF", text, references)
                        .replaceFirst("\\{", "{\"subject\":\"" + subject + "\",\"version\":1,\"id\":" + id + ","));
        answers.put(
                "/schemas/ids/" + id + "?format=serialized",
                text("PROTOBUF", Base64.getEncoder().encodeToString(descriptor), references));
    }

    /** Has a schema whose text is given in whatever form is asked for. */
    public void registerText(int id, String type, String schema) {
        register(id, type, schema, List.of());
        answers.put("/schemas/ids/" + id + "?format=serialized", text(type, schema, List.of()));
    }

    /** Wants a login from now on. */
    public void requireLogin(String username, String password) {
        login = "Basic "
                + Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** Answers so from now on; 0: as it should. */
    public void answerAlways(int code, String text) {
        status = code;
        body = text;
    }

    public int asked() {
        return asked.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        try (exchange) {
            String sent = exchange.getRequestHeaders().getFirst("Authorization");
            String known = answers.get(exchange.getRequestURI().toString());
            if (status != 0) {
                send(exchange, status, body);
            } else if (!login.isEmpty() && !login.equals(sent)) {
                send(exchange, 401, "{\"error_code\":401,\"message\":\"Unauthorized\"}");
            } else if (known == null) {
                send(exchange, 404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
            } else {
                send(exchange, 200, known);
            }
        }
    }

    private static void send(HttpExchange exchange, int code, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static String text(String type, String schema, List<Map<String, Object>> references) {
        Map<String, Object> answer = new java.util.LinkedHashMap<>();
        answer.put("schema", schema);
        if (!type.equals("AVRO")) {
            answer.put("schemaType", type);
        }
        if (!references.isEmpty()) {
            answer.put("references", new ArrayList<>(references));
        }
        return JSON.valueToTree(answer).toString();
    }
}
