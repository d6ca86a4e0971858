package tallyroll.pipeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where {@code ${env:NAME}} and {@code ${file:PATH}} look, so that tests need not touch the real surroundings. */
public interface Environment {
    /** The value of an environment variable. */
    Optional<String> variable(String name);

    /** The content of a text file. */
    String file(Path path) throws IOException;

    /** The content of any file. */
    default byte[] bytes(Path path) throws IOException {
        return file(path).getBytes(StandardCharsets.UTF_8);
    }

    /** Where a file is, as any process of this machine can find it. */
    default Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    /** These variables, and the files of the disk. */
    static Environment of(Map<String, String> variables) {
        return of(variables, Path.of(""));
    }

    /** These variables, and the files of the disk with relative paths starting at {@code directory}. */
    static Environment of(Map<String, String> variables, Path directory) {
        Map<String, String> copy = Map.copyOf(variables);
        return new Environment() {
            @Override
            public Optional<String> variable(String name) {
                return Optional.ofNullable(copy.get(name));
            }

            @Override
            public String file(Path path) throws IOException {
                return Files.readString(directory.resolve(path));
            }

            @Override
            public byte[] bytes(Path path) throws IOException {
                return Files.readAllBytes(directory.resolve(path));
            }

            @Override
            public Path absolute(Path path) {
                return directory.resolve(path).toAbsolutePath().normalize();
            }
        };
    }
}
