package tallyroll.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.event.Expressions;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;

/** From the definition to the receiver that it names. */
class ReceiversTest {
    private static final Environment NOTHING = new Environment() {
        @Override
        public Optional<String> variable(String name) {
            return Optional.empty();
        }

        @Override
        public String file(Path path) {
            return "";
        }
    };

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "http: {listen: \"localhost:8081\"}; http://localhost:8081/events",
                "http: {listen: \"[::1]:8081\", path: /in}; http://[::1]:8081/in",
                "http: {}; http://localhost:8080/events",
                "socket: {connect: \"sensors:9999,sensors:9998\"}; sensors:9999, sensors:9998"
            })
    void open_definition_givesItsReceiver(String source, String where) {
        Pipeline pipeline = Definition.parse("""
                pipeline: readings
                source:
                  %s
                event: {format: json, id: id, time: at, fields: {id: string, at: timestamp}}
                rollups:
                  by_id: {by: [id], every: [1h], measures: {readings: count}}
                """.formatted(source), "readings.yaml", NOTHING);

        Receiver receiver = Receivers.open(pipeline, Expressions.NONE, new HoldingSink(1 << 20), notice -> {});
        assertThat(receiver.where()).isEqualTo(where);
    }
}
