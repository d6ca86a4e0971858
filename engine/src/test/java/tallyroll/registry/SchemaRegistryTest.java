package tallyroll.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.pipeline.Secret;
import tallyroll.pipeline.Secrets;
import tallyroll.retry.Outage;
import tallyroll.retry.RetryPolicy;

/** What a registry answers, and how it fails. */
class SchemaRegistryTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private RegistryServer server;

    @BeforeEach
    void start() throws IOException {
        server = RegistryServer.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void schema_thatIsKnown_isAskedForOnce() {
        server.register(7, "AVRO", "\"int\"", List.of());
        SchemaRegistry registry = registry("", "");

        assertThat(registry.schema(7, "")).contains(new RegisteredSchema("AVRO", "\"int\"", List.of(), 0));
        assertThat(registry.schema(7, "")).isPresent();
        assertThat(server.asked()).isEqualTo(1);
    }

    @Test
    void id_thatIsUnknown_isAskedForAgainAfterAWhile() {
        SchemaRegistry registry = registry("", "");

        assertThat(registry.schema(7, "")).isEmpty();
        assertThat(registry.schema(7, "")).isEmpty();
        assertThat(server.asked()).isEqualTo(1);
        server.register(7, "AVRO", "\"int\"", List.of());
        now.set(now.get().plusSeconds(31));

        assertThat(registry.schema(7, "")).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"500", "503", "429"})
    void registry_thatCannotAtPresent_isAway(int status) {
        server.answerAlways(status, "");
        SchemaRegistry registry = registry("", "");

        assertThatThrownBy(() -> registry.schema(7, ""))
                .hasMessage("Cannot read /schemas/ids/7 of the schema registry " + server.url() + ": it answers "
                        + status + ".")
                .satisfies(failure -> assertThat(Outage.of(failure))
                        .hasValueSatisfying(
                                outage -> assertThat(outage.server()).isEqualTo("the schema registry")));
        assertThat(server.asked()).isEqualTo(3);
        assertThatThrownBy(() -> registry.schema(8, "")).hasMessageContaining("it did not answer a moment ago");
        assertThat(server.asked()).isEqualTo(3);
        server.answerAlways(0, "");
        now.set(now.get().plusSeconds(2));
        assertThat(registry.schema(8, "")).isEmpty();
    }

    @Test
    void registry_thatIsNotThere_isAway() {
        SchemaRegistry registry = registry("", "");
        server.close();

        assertThatThrownBy(() -> registry.schema(7, ""))
                .satisfies(failure -> assertThat(Outage.of(failure)).isPresent());
    }

    @Test
    void login_thatIsWrong_isAnErrorThatWaitingDoesNotMend() {
        server.requireLogin("ann", "swordfish");
        server.register(7, "AVRO", "\"int\"", List.of());

        assertThat(registry("ann", "swordfish").schema(7, "")).isPresent();
        assertThatThrownBy(() -> registry("ann", "sword").schema(7, ""))
                .hasMessage("Cannot read /schemas/ids/7 of the schema registry " + server.url()
                        + ": it refuses the user \"ann\" (401). Correct registry.username and registry.password.")
                .satisfies(failure -> assertThat(Outage.of(failure)).isEmpty());
        assertThatThrownBy(() -> registry("", "").schema(7, "")).hasMessageContaining("it wants a user name (401)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404 | <html>",
                "301 | ''",
                "200 | <html>",
                "200 | {}",
            })
    void server_thatIsNoRegistry_isAnErrorThatWaitingDoesNotMend(int status, String body) {
        server.answerAlways(status, body);

        assertThatThrownBy(() -> registry("", "").schema(7, ""))
                .hasMessageContaining("what answers there is no schema registry")
                .satisfies(failure -> assertThat(Outage.of(failure)).isEmpty());
    }

    @Test
    void answer_beyondAnyBound_isCutOff() {
        server.answerAlways(200, " ".repeat(5 << 20));

        assertThatThrownBy(() -> registry("", "").schema(7, "")).hasMessageContaining("longer than 4194304 bytes");
    }

    @Test
    void certificate_isTrustedIfItIsInTheTruststore() throws Exception {
        try (RegistryServer tls = RegistryServer.startTls();
                InputStream pem = SchemaRegistryTest.class.getResourceAsStream("localhost.pem")) {
            tls.register(7, "AVRO", "\"int\"", List.of());
            String trusted = new String(pem.readAllBytes(), StandardCharsets.UTF_8);

            assertThat(registry(new RegistrySpec(tls.url(), "", Secret.none(), trusted))
                            .schema(7, ""))
                    .isPresent();
            assertThatThrownBy(() -> registry(new RegistrySpec(tls.url(), "", Secret.none(), ""))
                            .schema(7, ""))
                    .hasMessageContaining("its certificate is not trusted")
                    .satisfies(failure -> assertThat(Outage.of(failure)).isEmpty());
        }
    }

    private SchemaRegistry registry(String username, String password) {
        return registry(new RegistrySpec(server.url(), username, Secrets.written(password), ""));
    }

    private SchemaRegistry registry(RegistrySpec spec) {
        return new SchemaRegistry(spec, RetryPolicy.immediately(3), now::get);
    }
}
