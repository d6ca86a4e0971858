package tallyroll.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import tallyroll.server.LocalServers;

/**
 * What a keyspace occupies on the local node's disk after a flush, bytes.
 *
 * @param record the events
 * @param summaries the rows
 * @param control marks, batches, dead letters
 */
public record NodeDisk(long record, long summaries, long control) {
    public static NodeDisk of(LocalServers servers, String keyspace) {
        servers.flush(keyspace);
        Path directory = servers.cassandra().directory().resolve("data").resolve(keyspace);
        long[] bytes = new long[3];
        try (Stream<Path> files = Files.walk(directory)) {
            files.filter(Files::isRegularFile).forEach(file -> {
                String table = directory.relativize(file).getName(0).toString();
                bytes[kind(table)] += size(file);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot measure the size of keyspace \"" + keyspace + "\" in " + directory, e);
        }
        return new NodeDisk(bytes[0], bytes[1], bytes[2]);
    }

    private static int kind(String table) {
        if (table.startsWith("tally_blocks-") || table.startsWith("tally_events-")) {
            return 0;
        }
        return table.startsWith("tally_") ? 2 : 1;
    }

    /** Compaction may delete a file meanwhile. */
    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException gone) {
            return 0;
        }
    }
}
