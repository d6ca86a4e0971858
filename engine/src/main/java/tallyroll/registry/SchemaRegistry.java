package tallyroll.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import tallyroll.registry.RegisteredSchema.Reference;
import tallyroll.retry.Retries;
import tallyroll.retry.RetryPolicy;
import tallyroll.retry.Waits;
import tallyroll.tls.KeyFiles;

/**
 * The client of a registry: one for each in a process, with what it answered. Safe for use by many threads.
 *
 * <p>Three ends of a question. The registry has it, or says that it has nothing under that id: answers, both. It does not answer, or with
 * an error of its own (5xx, 429): it is away, which is waited for as for any server. It refuses (401, 403), or what answers is no
 * registry: an error that waiting does not mend, and still none of the event's.
 */
public final class SchemaRegistry {
    private static final int MAX_BYTES = 4 << 20;
    private static final int MAX_REFERENCES = 1_000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<RegistrySpec, SchemaRegistry> OPEN = new ConcurrentHashMap<>();

    private final RegistrySpec spec;
    private final RetryPolicy retry;
    private final InstantSource clock;
    private final HttpClient http;
    private final SchemaCache cache;

    /** When it was found away, so that not everybody waits for it one after another. */
    private volatile Instant awayUntil = Instant.MIN;

    SchemaRegistry(RegistrySpec spec, RetryPolicy retry, InstantSource clock) {
        this.spec = spec;
        this.retry = retry;
        this.clock = clock;
        cache = new SchemaCache(clock);
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Waits.REGISTRY_CONNECT.limit())
                .followRedirects(HttpClient.Redirect.NEVER);
        if (!spec.truststore().isEmpty()) {
            try {
                builder.sslContext(KeyFiles.trusting(spec.truststore()));
            } catch (GeneralSecurityException unreadable) {
                throw RegistryException.refused("Cannot ask the schema registry " + spec.url()
                        + ": its truststore holds no certificates (" + unreadable.getMessage() + ").");
            }
        }
        http = builder.build();
    }

    /** The client of this process. */
    public static SchemaRegistry of(RegistrySpec spec) {
        return OPEN.computeIfAbsent(
                spec, fresh -> new SchemaRegistry(fresh, Retries.SCHEMA_REGISTRY, InstantSource.system()));
    }

    /**
     * The schema under an id; empty where there is none.
     *
     * @param query what is asked for besides: {@code format=serialized}; may be empty
     * @throws RegistryException where the registry does not say
     */
    public Optional<RegisteredSchema> schema(int id, String query) {
        return find("/schemas/ids/" + id + (query.isEmpty() ? "" : "?" + query));
    }

    /**
     * A schema that another one refers to; empty where there is none.
     *
     * @param query as above
     * @throws RegistryException where the registry does not say
     */
    public Optional<RegisteredSchema> schema(Reference reference, String query) {
        String subject =
                URLEncoder.encode(reference.subject(), StandardCharsets.UTF_8).replace("+", "%20");
        return find("/subjects/" + subject + "/versions/" + reference.version() + (query.isEmpty() ? "" : "?" + query));
    }

    private Optional<RegisteredSchema> find(String path) {
        SchemaCache.Answer known = cache.find(path);
        if (known != null) {
            return known.schema();
        }
        Optional<RegisteredSchema> answer = insist(path);
        cache.keep(path, answer);
        return answer;
    }

    private Optional<RegisteredSchema> insist(String path) {
        if (clock.instant().isBefore(awayUntil)) {
            throw RegistryException.away(cannot(path, "it did not answer a moment ago"), null);
        }
        int failures = 0;
        while (true) {
            try {
                return ask(path);
            } catch (RegistryException failed) {
                failures++;
                if (failed.away().isEmpty() || !retry.allows(failures)) {
                    awayUntil = failed.away().isEmpty()
                            ? awayUntil
                            : clock.instant().plusSeconds(1);
                    throw failed;
                }
                rest(path, failures);
            }
        }
    }

    private void rest(String path, int failures) {
        try {
            retry.sleepAfter(failures);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw RegistryException.away(cannot(path, "waiting for it was ended"), stop);
        }
    }

    private Optional<RegisteredSchema> ask(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(spec.url() + path))
                .header("Accept", "application/vnd.schemaregistry.v1+json, application/json");
        if (!spec.username().isEmpty()) {
            String login = spec.username() + ":" + spec.password().value();
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
        }
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(request.build(), head -> new LimitedBody(MAX_BYTES));
        try {
            return read(path, answer.get(Waits.REGISTRY_ANSWER.millis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException slow) {
            answer.cancel(true);
            throw RegistryException.away(
                    cannot(
                            path,
                            "no answer within " + Waits.REGISTRY_ANSWER.limit().toSeconds() + " s"),
                    slow);
        } catch (ExecutionException failed) {
            throw failed(path, failed.getCause());
        } catch (InterruptedException stop) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw RegistryException.away(cannot(path, "waiting for it was ended"), stop);
        }
    }

    private RegistryException failed(String path, Throwable cause) {
        String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return cause instanceof SSLHandshakeException
                ? RegistryException.refused(cannot(path, "its certificate is not trusted (" + why + ")")
                        + " Name the certificate of whoever signed it: registry.truststore.")
                : RegistryException.away(cannot(path, why), cause instanceof IOException ? cause : null);
    }

    private Optional<RegisteredSchema> read(String path, HttpResponse<byte[]> response) {
        int status = response.statusCode();
        if (status == 200) {
            return Optional.of(schema(path, response.body()));
        }
        if (status == 404 && saysWhy(response.body())) {
            return Optional.empty();
        }
        if (status == 401 || status == 403) {
            throw RegistryException.refused(cannot(
                            path,
                            spec.username().isEmpty()
                                    ? "it wants a user name (" + status + ")"
                                    : "it refuses the user \"" + spec.username() + "\" (" + status + ")")
                    + " Correct registry.username and registry.password.");
        }
        if (status >= 500 || status == 429) {
            throw RegistryException.away(cannot(path, "it answers " + status), null);
        }
        throw RegistryException.refused(
                cannot(path, "what answers there is no schema registry (" + status + ")") + " Correct registry.url.");
    }

    /** A registry that has nothing says so in JSON; a server that knows no such page does not. */
    private static boolean saysWhy(byte[] body) {
        try {
            return JSON.readTree(body).path("error_code").asInt() / 100 == 404;
        } catch (IOException notJson) {
            return false;
        }
    }

    private RegisteredSchema schema(String path, byte[] body) {
        try {
            JsonNode answer = JSON.readTree(body);
            JsonNode text = answer.path("schema");
            if (text.isTextual() && answer.path("references").size() <= MAX_REFERENCES) {
                List<Reference> references = new ArrayList<>();
                answer.path("references")
                        .forEach(one -> references.add(new Reference(
                                one.path("name").asText(),
                                one.path("subject").asText(),
                                one.path("version").asInt())));
                return new RegisteredSchema(
                        answer.path("schemaType").asText("AVRO"),
                        text.asText(),
                        references,
                        answer.path("id").asInt());
            }
        } catch (JsonProcessingException notJson) {
            // said below
        } catch (IOException impossible) {
            throw RegistryException.away(cannot(path, impossible.getMessage()), impossible);
        }
        throw RegistryException.refused(cannot(path, "what answers there is no schema registry: it sends no schema")
                + " Correct registry.url.");
    }

    private String cannot(String path, String why) {
        return "Cannot read " + path + " of the schema registry " + spec.url() + ": " + why + ".";
    }
}
