package tallyroll.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine.Parameters;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.InvalidDefinitionException;
import tallyroll.pipeline.Pipeline;

/** {@code FILE}, to be mixed into every command that works on a pipeline. */
public final class DefinitionFile {
    @Parameters(
            index = "0",
            paramLabel = "FILE",
            description = "The pipeline's definition, see docs/reference/definition.md.")
    private Path file;

    /** As written on the command line. */
    public Path path() {
        return file;
    }

    /**
     * The pipeline.
     *
     * @throws Failure with every fault of the file
     */
    public Pipeline read(Console console) {
        return read(file, console);
    }

    /** As {@link #read(Console)}, of a file that another option names. */
    public static Pipeline read(Path file, Console console) {
        try {
            String yaml = Files.readString(console.directory().resolve(file));
            return Definition.parse(yaml, file.toString(), Environment.of(console.environment(), console.directory()));
        } catch (InvalidDefinitionException faulty) {
            throw Failure.usage(faulty.getMessage());
        } catch (NoSuchFileException missing) {
            throw Failure.usage(
                    "Cannot read the definition \"" + file + "\": there is no such file; examples/flights.yaml is one");
        } catch (IOException unreadable) {
            throw Failure.usage("Cannot read the definition \"" + file + "\": " + unreadable.getMessage()
                    + "; it must be a text file in UTF-8");
        }
    }
}
