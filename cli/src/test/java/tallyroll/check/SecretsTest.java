package tallyroll.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tallyroll.cli.Console;
import tallyroll.cli.Main;

/** No command prints a secret, whatever fails. */
class SecretsTest {
    private static final String CANARY = "canary-5f0c";
    private static final String DEFINITION = """
            pipeline: visits
            source:
              %s
            event:
              format: json
              time: at
              fields: {at: timestamp, place: string}
            strategy: counters
            cassandra: {contact: "localhost:1", username: me, password: "${env:PASSWORD}"}
            rollups:
              visits: {by: [place], every: [1h], measures: {events: count}}
            """;
    private static final String KAFKA =
            "kafka: {bootstrap: \"localhost:1\", topic: visits, options: {sasl.jaas.config: \"broken password=canary-5f0c\", "
                    + "security.protocol: SASL_PLAINTEXT, sasl.mechanism: PLAIN}}";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check visits.yaml",
                "check visits.yaml --connect",
                "plan visits.yaml",
                "plan visits.yaml --offline",
                "status visits.yaml",
                "query visits.yaml visits place=a --from 2026-03-28"
            })
    void command_thatFailsOrNot_printsNoSecret(String words) throws Exception {
        String yaml = DEFINITION.formatted(KAFKA).replace("strategy: counters", "strategy: idempotent-direct");

        assertThat(printed(yaml, "0", words)).isNotBlank().doesNotContain(CANARY);
        assertThat(printed(yaml, "1", words)).isNotBlank().doesNotContain(CANARY);
    }

    @Test
    void check_passwordWithoutUser_isReportedWithoutIt() throws Exception {
        String mqtt = "mqtt: {server: \"localhost:1883\", topic: t, password: " + CANARY + "}";

        assertThat(printed(DEFINITION.formatted(mqtt), "0", "check visits.yaml"))
                .contains("source.mqtt.password: ")
                .doesNotContain(CANARY);
    }

    @Test
    void console_messageOfALibraryThatQuotesASecret_isCleaned() throws Exception {
        printed(DEFINITION.formatted(KAFKA), "0", "check visits.yaml");
        StringWriter err = new StringWriter();
        Console console = new Console(new PrintWriter(err), new PrintWriter(err), false, directory, Map.of());

        console.note("refused: " + CANARY);
        new IllegalStateException("Invalid value " + CANARY).printStackTrace(console.err());

        assertThat(err.toString())
                .contains("refused: (hidden)", "Invalid value (hidden)")
                .doesNotContain(CANARY);
    }

    private String printed(String yaml, String debug, String words) throws Exception {
        Files.writeString(directory.resolve("visits.yaml"), yaml);
        StringWriter both = new StringWriter();
        Map<String, String> environment = Map.of("PASSWORD", CANARY, "TALLYROLL_DEBUG", debug);
        Main.run(
                new Console(new PrintWriter(both), new PrintWriter(both), false, directory, environment),
                words.split(" "));
        return both.toString();
    }
}
