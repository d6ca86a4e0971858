package tallyroll.trial;

import com.datastax.oss.driver.api.core.CqlSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import tallyroll.server.Life;
import tallyroll.server.LocalServer;
import tallyroll.server.LocalServers;
import tallyroll.server.NodeSession;

/**
 * What all trials share: a broker and a node of the lab's own, and a directory, all gone when the lab ends, however it ends. Trials
 * run one after the other, and each leaves the servers serving, so a server that one of them pauses is nobody else's.
 */
final class Grounds implements AutoCloseable {
    private final Path directory;
    private final LocalServers servers;
    private final Thread clearing;
    private CqlSession session;
    private int names;
    private volatile boolean closing;

    private Grounds(Path directory) {
        this.directory = directory;
        servers = LocalServers.onFreePorts(directory.resolve("servers"));
        clearing = new Thread(this::clear, "clear-lab");
        Runtime.getRuntime().addShutdownHook(clearing);
    }

    /** Starts both servers. */
    static Grounds open() {
        Grounds grounds = new Grounds(temporaryDirectory());
        try {
            grounds.servers.start(Life.WITH_THIS_PROCESS);
            return grounds;
        } catch (RuntimeException failed) {
            grounds.close();
            throw failed;
        }
    }

    LocalServers servers() {
        return servers;
    }

    LocalServer cassandra() {
        return servers.cassandra();
    }

    LocalServer kafka() {
        return servers.kafka();
    }

    /** A session with the node. */
    CqlSession session() {
        if (session == null) {
            session = NodeSession.open(servers);
        }
        return session;
    }

    /** Lets go of the node; whoever asks next connects anew. */
    void forgetSession() {
        if (session != null) {
            session.close();
            session = null;
        }
    }

    /** A name for a keyspace and a topic that no other trial has. */
    String freshName() {
        return "trial_" + ++names;
    }

    /** An empty directory that no other trial has. */
    Path freshDirectory(String name) throws IOException {
        return Files.createDirectories(directory.resolve(name));
    }

    /** Takes a trial's tables away, so that the node has not to carry those of a hundred. */
    void drop(String keyspace) {
        try {
            session().execute("DROP KEYSPACE IF EXISTS " + keyspace);
        } catch (RuntimeException slow) {
            // the trial is over and measured; the node goes away with the lab
            forgetSession();
        }
    }

    /** Both serve again, whatever a trial did to them. */
    void heal() {
        for (LocalServer server : servers.all()) {
            server.resume();
            if (!closing && !server.isServing()) {
                forgetSession();
                server.restart(Life.WITH_THIS_PROCESS);
            }
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(clearing);
        forgetSession();
        clear();
    }

    private void clear() {
        closing = true;
        servers.all().forEach(LocalServer::kill);
        delete(directory);
    }

    static void delete(Path tree) {
        try (Stream<Path> files = Files.walk(tree)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException stillInUse) {
            // a temporary directory; the system clears it
        }
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("tallyroll-lab-").toRealPath();
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }
}
