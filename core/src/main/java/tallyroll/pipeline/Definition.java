package tallyroll.pipeline;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * The definition file of a pipeline, read completely or not at all.
 *
 * <p>Three passes, each of which reports every fault it finds: the YAML itself, its structure held against one description of
 * all keys, and the meaning of its values. DefinitionErrors of the second pass do not hide those of the third.
 */
public final class Definition {
    private Definition() {}

    /**
     * Reads a file.
     *
     * @throws InvalidDefinitionException with all faults
     * @throws IOException if the file cannot be read
     */
    public static Pipeline read(Path file, Environment environment) throws IOException {
        return parse(Files.readString(file), file.toString(), environment);
    }

    /**
     * Reads a text.
     *
     * @param name the file's name in faults; {@code ${file:…}} starts at its directory
     * @throws InvalidDefinitionException with all faults
     */
    public static Pipeline parse(String yaml, String name, Environment environment) {
        Path directory = Objects.requireNonNullElse(Path.of(name).getParent(), Path.of(""));
        DefinitionErrors faults = new DefinitionErrors();
        SourceGrammar sources = new SourceGrammar(SourceKind.onClassPath());
        FormatGrammar formats = new FormatGrammar(FormatKind.onClassPath());
        FormatSection.Files files = new FormatSection.Files(environment, directory);
        FormatReader format = new FormatReader(formats, files);
        Optional<Pipeline> pipeline = compose(yaml, faults)
                .flatMap(root -> new Structure(faults, new Substitution(environment, directory, faults))
                        .read(root, Grammar.definition(sources.section(root), formats.event()), Place.TOP))
                .flatMap(value -> new PipelineReader((Value.Section) value, sources, format, files, faults).read());
        return pipeline.orElseThrow(() -> new InvalidDefinitionException(name, faults.inOrder()));
    }

    private static Optional<Node> compose(String yaml, DefinitionErrors faults) {
        try {
            Node root = new Yaml(new LoaderOptions()).compose(new StringReader(yaml));
            if (root == null
                    || (root instanceof ScalarNode leaf && leaf.getValue().isBlank())) {
                faults.add(Place.TOP, "is empty", "begin with pipeline: NAME");
                return Optional.empty();
            }
            return Optional.of(root);
        } catch (MarkedYAMLException broken) {
            Place place = broken.getProblemMark() == null ? Place.TOP : Place.of(broken.getProblemMark(), "");
            faults.add(place, "is not YAML: " + broken.getProblem(), "");
        } catch (ReaderException odd) {
            int line = (int) yaml.codePoints()
                            .limit(odd.getPosition())
                            .filter(c -> c == '\n')
                            .count()
                    + 1;
            faults.add(
                    new Place(line, 1, ""),
                    "is not YAML: a character that is not allowed",
                    "remove control characters");
        } catch (YAMLException broken) {
            faults.add(Place.TOP, "is not YAML: " + broken.getMessage(), "");
        }
        return Optional.empty();
    }
}
