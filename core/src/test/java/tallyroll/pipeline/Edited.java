package tallyroll.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** A small right definition, with something else in one place. */
final class Edited {
    static final String RIGHT = """
            pipeline: flights
            source:
              kafka: {bootstrap: "localhost:9092", topic: flights}
            event:
              format: json
              id: id
              time: {field: date, pattern: "yyyy/MM/dd HH:mm"}
              fields: {id: string, origin: string, delay: int, share: double, fare: "decimal(12,2)", arrDelay: long}
            strategy: idempotent-direct
            record: {layout: blocks}
            grace: 1h
            cassandra: {datacenter: datacenter1}
            rollups:
              delays:
                by: [origin]
                every: [1h, 1d]
                measures:
                  flights: count
                  delay: sum(delay)
            """;

    /** Its source, in one line, to be replaced by another. */
    static final String KAFKA = "kafka: {bootstrap: \"localhost:9092\", topic: flights}";

    /** Its strategy; without it the one that goes with the source is taken. */
    static final String STRATEGY = "strategy: idempotent-direct\n";

    /** What has a meaning only for the idempotent strategies. */
    static final String OF_THE_RECORD = "record: {layout: blocks}\ngrace: 1h\n";

    /** What {@code ${env:}} and {@code ${file:}} find. */
    static final Environment ENVIRONMENT = new Environment() {
        private final Map<String, String> variables =
                Map.of("HOST", "kafka.example:9092", "EMPTY", "", "SECRET", "hunter22", "MEASURE", "summ(delay)");

        @Override
        public Optional<String> variable(String name) {
            return Optional.ofNullable(variables.get(name));
        }

        @Override
        public String file(Path path) throws IOException {
            if (!path.equals(Path.of("secrets/password"))) {
                throw new NoSuchFileException(path.toString());
            }
            return "swordfish\n";
        }
    };

    private Edited() {}

    /** The right definition with each {@code from}, which must stand there, replaced by its {@code to}; {@code ⏎} is a line end. */
    static String text(String... fromTo) {
        String text = RIGHT;
        for (int i = 0; i < fromTo.length; i += 2) {
            assertThat(text).contains(fromTo[i]);
            text = text.replace(
                    fromTo[i], Objects.requireNonNullElse(fromTo[i + 1], "").replace('⏎', '\n'));
        }
        return text;
    }

    static Pipeline pipeline(String... fromTo) {
        return Definition.parse(text(fromTo), "flights.yaml", ENVIRONMENT);
    }

    /** The lines of all faults after the replacements, without the file's name; {@code none} if there are none. */
    static String faults(String... fromTo) {
        try {
            pipeline(fromTo);
            return "none";
        } catch (InvalidDefinitionException faulty) {
            assertThat(faulty.getMessage()).isEqualTo(lines(faulty, "flights.yaml:"));
            return lines(faulty, "").replace("flights.yaml:", "");
        }
    }

    private static String lines(InvalidDefinitionException faulty, String prefix) {
        return faulty.faults().stream()
                .map(fault -> fault.text("flights.yaml"))
                .peek(line -> assertThat(line).startsWith(prefix))
                .collect(Collectors.joining("\n"));
    }
}
