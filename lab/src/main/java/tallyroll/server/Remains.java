package tallyroll.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All that commands have left in {@code .tallyroll/} of a working directory. Nothing in it is anybody else's. */
final class Remains {
    private static final Map<String, String> WHAT = Map.of(
            "kafka", "the broker's data and log",
            "cassandra", "the node's data and log",
            "artemis", "the broker's data and log",
            "wal", "write-ahead logs",
            "checkpoints", "Spark's checkpoints");

    private final Path directory;

    Remains(Path directory) {
        this.directory = directory;
    }

    /** Deletes everything; returns a line for each thing that was there. */
    List<String> delete() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        List<Path> entries;
        try (Stream<Path> all = Files.list(directory)) {
            entries = all.sorted().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("Cannot read " + directory, unreadable);
        }
        List<String> lines = entries.stream()
                .filter(entry -> !entry.endsWith("lock"))
                .map(Remains::line)
                .toList();
        FileTree.delete(directory);
        return lines;
    }

    private static String line(Path entry) {
        String name = entry.getFileName().toString();
        String what = WHAT.containsKey(name) ? ": " + WHAT.get(name) : "";
        return "removed %s%s (%,d KB)".formatted(entry, what, (FileTree.bytes(entry) + 1_023) / 1_024);
    }
}
