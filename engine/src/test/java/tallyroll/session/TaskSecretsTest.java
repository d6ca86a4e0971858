package tallyroll.session;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.InvalidRequestException;
import tallyroll.pipeline.Pipeline;

class TaskSecretsTest {
    @Test
    void require_everySecretAReference_isRight() {
        assertThatCode(() -> TaskSecrets.requirePortable(
                        pipeline("options: {ssl.key.password: \"${env:KEY}\"}", "${env:PASSWORD}"), "spark://a:7077"))
                .doesNotThrowAnyException();
    }

    @Test
    void require_noSecrets_isRight() {
        assertThatCode(() -> TaskSecrets.requirePortable(pipeline("max_per_batch: 5", ""), "spark://a:7077"))
                .doesNotThrowAnyException();
    }

    @Test
    void require_writtenInTheDefinition_isRefusedByName() {
        assertThatThrownBy(() -> TaskSecrets.requirePortable(
                        pipeline("options: {ssl.key.password: open}", "${env:NOBODY:-sesame}"), "spark://a:7077"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot run \"visits\" on spark://a:7077: cassandra.password,"
                        + " source.kafka.options.ssl.key.password are written in the definition itself, and secrets are not"
                        + " sent to executors. Write ${env:NAME} or ${file:PATH}, and give every executor the variable or"
                        + " the file (docs/operating.md, Secrets).");
    }

    private static Pipeline pipeline(String kafka, String password) {
        String login = password.isEmpty() ? "" : ", username: me, password: \"" + password + "\"";
        return Definition.parse(
                """
                pipeline: visits
                source:
                  kafka: {bootstrap: "localhost:9092", topic: visits, %s}
                event:
                  format: json
                  time: {field: at}
                  fields: {at: timestamp, place: string}
                cassandra: {datacenter: dc%s}
                rollups:
                  visits:
                    by: [place]
                    every: [1h]
                    measures: {events: count}
                """.formatted(kafka, login), "visits.yaml", Environment.of(Map.of("PASSWORD", "a", "KEY", "b")));
    }
}
