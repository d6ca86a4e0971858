package tallyroll.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * What is known about a server's last process, kept beside its data so that any later command finds it.
 *
 * @param pid the process, 0 after it has been stopped
 * @param ports where it listens, kept for the next start
 */
record ProcessFile(long pid, Ports ports) {
    private static final String NAME = "process.properties";

    static Optional<ProcessFile> read(Path directory) {
        Path file = directory.resolve(NAME);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties values = new Properties();
        try (var in = Files.newBufferedReader(file)) {
            values.load(in);
            return Optional.of(new ProcessFile(
                    Long.parseLong(values.getProperty("pid")),
                    new Ports(
                            Integer.parseInt(values.getProperty("port")),
                            Integer.parseInt(values.getProperty("internalPort")))));
        } catch (NumberFormatException torn) {
            // Half written by a process that was killed: the same as none.
            return Optional.empty();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("Cannot read " + file, unreadable);
        }
    }

    void write(Path directory) {
        String text = "pid=%d%nport=%d%ninternalPort=%d%n".formatted(pid, ports.client(), ports.internal());
        try {
            Files.writeString(directory.resolve(NAME), text);
        } catch (IOException full) {
            throw new UncheckedIOException("Cannot write " + directory.resolve(NAME), full);
        }
    }
}
