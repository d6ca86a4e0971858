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

    /** The right definition with {@code from}, which must stand there, replaced; {@code ⏎} is a line end. */
    static Pipeline pipeline(String from, String to) {
        assertThat(RIGHT).contains(from);
        return Definition.parse(
                RIGHT.replace(from, Objects.requireNonNullElse(to, "").replace('⏎', '\n')),
                "flights.yaml",
                ENVIRONMENT);
    }

    /** The lines of all faults after {@code from} was replaced, without the file's name; {@code none} if there are none. */
    static String faults(String from, String to) {
        try {
            pipeline(from, to);
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
