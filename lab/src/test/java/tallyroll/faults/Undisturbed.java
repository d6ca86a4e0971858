package tallyroll.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;

/** The shared topic's rows as an undisturbed run leaves them. */
final class Undisturbed {
    private static Map<String, Map<String, Object>> rows;

    private Undisturbed() {}

    /** @param directory where it is run for the first caller */
    static synchronized Map<String, Map<String, Object>> rows(Path directory) {
        if (rows == null) {
            Scenario scenario = Scenario.of(directory.resolve("undisturbed"), RecordedTopic.shared());
            Scenario.Ran ran = scenario.run();
            assertThat(ran.ingesting()).as("batches of events").hasSize(3);
            scenario.mustBeRight();
            rows = scenario.rows();
        }
        return rows;
    }
}
