package tallyroll.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The shared tape's rows as a run that nothing disturbs leaves them. */
final class Undisturbed {
    private Undisturbed() {}

    static Map<String, Map<String, Object>> rows() {
        return Once.ROWS;
    }

    private static final class Once {
        static final Map<String, Map<String, Object>> ROWS = run();

        private static Map<String, Map<String, Object>> run() {
            try {
                Path directory = Files.createTempDirectory("tallyroll-undisturbed-");
                Scenario scenario = Scenario.of(directory, Tape.shared());
                Scenario.Ran ran = scenario.run();
                assertThat(ran.ingesting()).as("batches of events").hasSize(3);
                scenario.mustBeRight();
                return scenario.rows();
            } catch (IOException full) {
                throw new UncheckedIOException(full);
            }
        }
    }
}
