package tallyroll.cli;

import java.io.IOException;
import java.nio.file.Path;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.InvalidDefinitionException;
import tallyroll.pipeline.Pipeline;

/** Reads the definition file that a verb was given. */
public final class Definitions {
    private Definitions() {}

    /** @throws Failure with all the file's faults and exit code 2 */
    public static Pipeline read(Console console, Path file) {
        Path resolved = console.directory().resolve(file);
        try {
            return Definition.read(resolved, Environment.of(console.environment()));
        } catch (InvalidDefinitionException faulty) {
            throw new Failure(ExitCode.USAGE, faulty.getMessage(), faulty);
        } catch (IOException unreadable) {
            throw new Failure(
                    ExitCode.USAGE,
                    "Cannot read the definition \"" + file + "\": " + unreadable.getMessage()
                            + ". Give the path of a YAML file.",
                    unreadable);
        }
    }
}
