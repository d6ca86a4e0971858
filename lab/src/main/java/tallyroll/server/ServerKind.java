package tallyroll.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What differs between the servers: how each is configured, and how to find out whether it serves. */
sealed interface ServerKind permits KafkaBroker, CassandraNode, ArtemisBroker {
    /** The folder's name and the one in messages; also that of its class path in the build. */
    String name();

    /** The server's usual port. */
    int preferredPort();

    /** The environment variable with which definition files find it. */
    String variable();

    /** Writes the configuration and whatever a first start needs. May be repeated over existing data. */
    void prepare(Path directory, Ports ports, ServerClassPath classPath) throws IOException;

    /** The Java that runs it. */
    default String java() {
        return JavaCommand.executable();
    }

    /** The JVM's options, without the class path. */
    List<String> jvmOptions(Path directory, ServerClassPath classPath);

    /** The main class and its arguments. */
    List<String> main(Path directory);

    /** The name of the server's own jar, up to its version. */
    String jar();

    /**
     * Asks the server in its own protocol.
     *
     * @throws Exception if it does not serve now
     */
    void probe(int port, Duration limit) throws Exception;
}
