package tallyroll.trial;

import com.datastax.oss.driver.api.core.CqlSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tallyroll.server.FileTree;
import tallyroll.server.Lifetime;
import tallyroll.server.LocalServer;
import tallyroll.server.LocalServers;
import tallyroll.server.NodeSession;

/**
 * What all trials share: a broker and a node of the lab's own, and a directory; all are gone when the lab ends, however it ends.
 * Trials run one after the other, and each leaves the servers serving, so pausing a server disturbs no other trial.
 */
final class LabEnvironment implements AutoCloseable {
    private final Path directory;
    private final LocalServers servers;
    private final Thread clearing;
    private CqlSession session;
    private int names;
    private volatile boolean closing;

    private LabEnvironment(Path directory) {
        this.directory = directory;
        servers = LocalServers.onFreePorts(directory.resolve("servers"));
        clearing = new Thread(this::clear, "clear-lab");
        Runtime.getRuntime().addShutdownHook(clearing);
    }

    /** Starts both servers. */
    static LabEnvironment open() {
        LabEnvironment environment = new LabEnvironment(temporaryDirectory());
        try {
            environment.servers.start(Lifetime.WITH_THIS_PROCESS);
            return environment;
        } catch (RuntimeException failed) {
            environment.close();
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

    /** Closes the session with the node; the next call of {@link #session} opens another. */
    void disconnect() {
        if (session != null) {
            session.close();
            session = null;
        }
    }

    /** A name for a keyspace and a topic that no other trial uses. */
    String freshName() {
        return "trial_" + ++names;
    }

    /** An empty directory that no other trial uses. */
    Path freshDirectory(String name) throws IOException {
        return Files.createDirectories(directory.resolve(name));
    }

    /** Drops a trial's tables, so that the node does not have to carry those of a hundred. */
    void drop(String keyspace) {
        try {
            session().execute("DROP KEYSPACE IF EXISTS " + keyspace);
        } catch (RuntimeException slow) {
            // the trial is over and measured; the node ends with the lab
            disconnect();
        }
    }

    /** Has both servers serve again, whatever a trial did to them. */
    void heal() {
        for (LocalServer server : servers.all()) {
            server.resume();
            if (!closing && !server.isServing()) {
                disconnect();
                server.restart(Lifetime.WITH_THIS_PROCESS);
            }
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(clearing);
        disconnect();
        clear();
    }

    private void clear() {
        closing = true;
        servers.all().forEach(LocalServer::kill);
        try {
            FileTree.delete(directory);
        } catch (UncheckedIOException stillInUse) {
            // a temporary directory; the system will clear it
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
