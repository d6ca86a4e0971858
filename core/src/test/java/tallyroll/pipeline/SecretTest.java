package tallyroll.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a secret is in the process that read it, in bytes, and in another process. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SecretTest {
    private static final String CANARY = "canary-5f0c";

    @TempDir
    Path directory;

    @Test
    void secret_throughBytesInThisProcess_keepsItsValue() throws Exception {
        for (String password : new String[] {"${env:PASSWORD}", "${env:NOBODY:-" + CANARY + "}", CANARY}) {
            Pipeline.Cassandra cassandra = cassandra(password);

            Pipeline.Cassandra again = (Pipeline.Cassandra) read(bytes(cassandra));

            assertThat(again).isEqualTo(cassandra);
            assertThat(again.password().value()).isEqualTo(CANARY);
        }
    }

    @Test
    void secret_inBytesAndAsText_isNotThere() throws Exception {
        for (String password : new String[] {"${env:PASSWORD}", "${env:NOBODY:-" + CANARY + "}", CANARY}) {
            Pipeline.Cassandra cassandra = cassandra(password);

            assertThat(new String(bytes(cassandra), StandardCharsets.ISO_8859_1))
                    .doesNotContain(CANARY);
            assertThat(cassandra.password().toString()).doesNotContain(CANARY);
        }
    }

    @Test
    void secret_inAnotherProcess_isResolvedThere() throws Exception {
        byte[] bytes = bytes(cassandra("${env:PASSWORD}").password());

        assertThat(elsewhere(bytes, Map.of("PASSWORD", "its-own"))).isEqualTo("its-own");
        assertThat(elsewhere(bytes, Map.of()))
                .isEqualTo("Cannot resolve cassandra.password: the environment variable \"PASSWORD\" is not set in this"
                        + " process; set it for every executor, as it is for the driver.");
    }

    @Test
    void secret_ofAFileInAnotherProcess_isReadThere() throws Exception {
        Path file = Files.writeString(directory.resolve("password"), CANARY + "\n");
        byte[] bytes = bytes(cassandra("${file:password}").password());
        assertThat(elsewhere(bytes, Map.of())).isEqualTo(CANARY);

        Files.delete(file);
        assertThat(elsewhere(bytes, Map.of()))
                .isEqualTo("Cannot resolve cassandra.password: the file \"" + file
                        + "\" cannot be read in this process (NoSuchFileException); every executor needs it, where the"
                        + " driver has it.");
    }

    @Test
    void secret_writtenInTheDefinition_staysInItsProcess() throws Exception {
        Secret written = cassandra(CANARY).password();

        assertThat(written.portable()).isFalse();
        assertThat(elsewhere(bytes(written), Map.of()))
                .isEqualTo(
                        "Cannot resolve cassandra.password: it is written in the definition itself, and secrets are not"
                                + " sent to executors; write ${env:NAME} or ${file:PATH}.");
    }

    @Test
    void secret_leftOut_isEmptyEverywhere() throws Exception {
        assertThat(Secret.none().portable()).isTrue();
        assertThat(elsewhere(bytes(Secret.none()), Map.of())).isEmpty();
    }

    @Test
    void options_someOfThemSecret_giveAllValuesAndShowNone() throws Exception {
        Pipeline.Kafka kafka = definition(
                        "options: {security.protocol: SASL_SSL, sasl.jaas.config: \"pass=${env:PASSWORD};\", ssl.key.password: "
                                + CANARY + ", client.id: \"${env:PASSWORD}\"}",
                        "x")
                .kafka();

        Pipeline.Kafka again = (Pipeline.Kafka) read(bytes(kafka));

        assertThat(again).isEqualTo(kafka);
        assertThat(again.options().values())
                .isEqualTo(Map.of(
                        "security.protocol",
                        "SASL_SSL",
                        "sasl.jaas.config",
                        "pass=" + CANARY + ";",
                        "ssl.key.password",
                        CANARY,
                        "client.id",
                        CANARY));
        assertThat(kafka + new String(bytes(kafka), StandardCharsets.ISO_8859_1))
                .doesNotContain(CANARY)
                .contains("SASL_SSL");
        assertThat(kafka.options().secrets())
                .filteredOn(secret -> !secret.portable())
                .extracting(Secret::key)
                .containsExactly("source.kafka.options.ssl.key.password");
    }

    @Test
    void options_thatOnlySoundSecret_areNot() {
        Options options = Options.of(
                Map.of("fs.s3a.aws.credentials.provider", "a.B", "sasl.oauthbearer.token.endpoint.url", "u"));

        assertThat(options.secrets()).isEmpty();
    }

    @Test
    void pipeline_asAWhole_cannotBeSent() {
        assertThat(Serializable.class.isAssignableFrom(Pipeline.class)).isFalse();
        assertThatThrownBy(() -> bytes(cassandraDefinition("x"))).isInstanceOf(java.io.NotSerializableException.class);
    }

    private Pipeline.Cassandra cassandra(String password) {
        return cassandraDefinition(password).cassandra();
    }

    private Pipeline cassandraDefinition(String password) {
        return definition("max_per_batch: 5", password);
    }

    private Pipeline definition(String kafka, String password) {
        String yaml = """
                pipeline: visits
                source:
                  kafka: {bootstrap: "localhost:9092", topic: visits, %s}
                event:
                  format: json
                  time: {field: at}
                  fields: {at: timestamp, place: string}
                cassandra: {datacenter: dc, username: me, password: "%s"}
                rollups:
                  visits:
                    by: [place]
                    every: [1h]
                    measures: {events: count}
                """.formatted(kafka, password);
        return Definition.parse(
                yaml, directory.resolve("visits.yaml").toString(), Environment.of(Map.of("PASSWORD", CANARY)));
    }

    private static byte[] bytes(Object value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        return bytes.toByteArray();
    }

    private static Object read(byte[] bytes) throws IOException, ClassNotFoundException {
        return new ObjectInputStream(new ByteArrayInputStream(bytes)).readObject();
    }

    /** The secret's value, or why there is none, as a JVM of its own says it. */
    private String elsewhere(byte[] bytes, Map<String, String> variables) throws Exception {
        Path file = Files.write(directory.resolve("secret.bin"), bytes);
        ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SecretReader.class.getName(),
                file.toString());
        java.environment().clear();
        java.environment().putAll(variables);
        Process process = java.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
