package tallyroll.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Kafka broker and a Cassandra node, in one directory; and an Artemis broker, which is started only when needed.
 */
public final class LocalServers implements AutoCloseable {
    private final Path directory;
    private final LocalServer kafka;
    private final LocalServer cassandra;
    private final LocalServer artemis;

    private LocalServers(Path directory, boolean usualPorts) {
        this.directory = directory.toAbsolutePath().normalize();
        this.kafka = new LocalServer(new KafkaBroker(), this.directory, usualPorts);
        this.cassandra = new LocalServer(new CassandraNode(), this.directory, usualPorts);
        this.artemis = new LocalServer(new ArtemisBroker(), this.directory, usualPorts);
    }

    /** The servers of a working directory, under {@code .tallyroll/}, on 9092 and 9042 if those are free. */
    public static LocalServers of(Path workingDirectory) {
        return new LocalServers(workingDirectory.resolve(".tallyroll"), true);
    }

    /** Servers in a directory of their own, on whatever ports are free; for tests. */
    public static LocalServers onFreePorts(Path directory) {
        return new LocalServers(directory, false);
    }

    public LocalServer kafka() {
        return kafka;
    }

    public LocalServer cassandra() {
        return cassandra;
    }

    /** Speaks JMS (with Artemis' client), AMQP and MQTT at one port. Not one of {@link #all}: start it separately. */
    public LocalServer artemis() {
        return artemis;
    }

    /** Kafka and Cassandra, which every pipeline may need. */
    public List<LocalServer> all() {
        return List.of(kafka, cassandra);
    }

    /** Kafka's bootstrap address. */
    public String bootstrap() {
        return kafka.address();
    }

    /** Cassandra's contact point. */
    public String contactPoint() {
        return cassandra.address();
    }

    public Path directory() {
        return directory;
    }

    /** Starts those that are not running, in parallel, and waits until both serve. Concurrent callers take turns. */
    public void start(Lifetime life) {
        alone(() -> {
            List<LocalServer> down =
                    all().stream().filter(server -> !server.isRunning()).toList();
            try {
                // The slower one first.
                cassandra.start(life);
                kafka.start(life);
                kafka.awaitReady();
                cassandra.awaitReady();
            } catch (RuntimeException failed) {
                down.forEach(LocalServer::kill);
                throw failed;
            }
        });
    }

    /** Has Cassandra flush a keyspace's memtables to its files under {@code cassandra/data}, so that they can be measured. */
    public void flush(String keyspace) {
        try {
            Flush.of(cassandra.pid(), keyspace);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused.getMessage(), refused);
        }
    }

    /** Stops them, keeping their data. */
    public void stop() {
        if (Files.isDirectory(directory)) {
            alone(() -> everyOne().parallel().forEach(LocalServer::stop));
        }
    }

    private Stream<LocalServer> everyOne() {
        return Stream.of(kafka, cassandra, artemis);
    }

    /** Stops them and deletes their data and logs, and nothing else. */
    public void wipe() {
        stop();
        everyOne().forEach(server -> FileTree.delete(server.directory()));
        FileTree.delete(directory.resolve("lock"));
        if (directory.toFile().exists() && isEmpty(directory)) {
            FileTree.delete(directory);
        }
    }

    /** As {@link #stop}. */
    @Override
    public void close() {
        stop();
    }

    private void alone(Runnable work) {
        try {
            Files.createDirectories(directory);
            try (FileChannel channel = FileChannel.open(
                            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (!lock.isValid()) {
                    throw new IOException("the lock was lost");
                }
                work.run();
            }
        } catch (IOException refused) {
            throw new UncheckedIOException("Cannot lock " + directory, refused);
        }
    }

    private static boolean isEmpty(Path folder) {
        String[] names = folder.toFile().list();
        return names != null && names.length == 0;
    }
}
