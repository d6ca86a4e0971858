package tallyroll.server;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.Row;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A single Cassandra node with trie memtables and trie-indexed SSTables. */
final class CassandraNode implements ServerKind {
    /** Cassandra 5.0 installs a Security Manager, which JDK 24 no longer has. */
    private static final int NEWEST_JAVA = 23;

    /** What Cassandra's own start script opens on JDK 17. */
    private static final List<String> OPENED = List.of(
            "java.base/java.io",
            "java.base/java.lang",
            "java.base/java.lang.module",
            "java.base/java.nio",
            "java.base/java.util",
            "java.base/java.util.concurrent",
            "java.base/java.util.concurrent.atomic",
            "java.base/jdk.internal.loader",
            "java.base/jdk.internal.math",
            "java.base/jdk.internal.module",
            "java.base/jdk.internal.ref",
            "java.base/jdk.internal.reflect",
            "java.base/jdk.internal.util.jar",
            "java.base/sun.nio.ch",
            "jdk.management/com.sun.management.internal");

    private static final List<String> EXPORTED = List.of(
            "java.base/jdk.internal.misc",
            "java.base/jdk.internal.ref",
            "java.base/sun.nio.ch",
            "java.management.rmi/com.sun.jmx.remote.internal.rmi",
            "java.rmi/sun.rmi.registry",
            "java.rmi/sun.rmi.server",
            "java.sql/java.sql",
            "jdk.unsupported/sun.misc");

    @Override
    public String name() {
        return "cassandra";
    }

    @Override
    public int preferredPort() {
        return 9042;
    }

    @Override
    public String variable() {
        return "CASSANDRA";
    }

    @Override
    public String jar() {
        return "cassandra-all-";
    }

    @Override
    public void prepare(Path directory, Ports ports, ServerClassPath classPath) throws IOException {
        Template.write("cassandra.yaml", directory, ports);
        Template.write("logback.xml", directory, ports);
    }

    @Override
    public String java() {
        return JavaCommand.executable(name(), NEWEST_JAVA);
    }

    @Override
    public List<String> jvmOptions(Path directory, ServerClassPath classPath) {
        List<String> options = new ArrayList<>(List.of(
                "-Xms768m",
                "-Xmx768m",
                "-Xmn256m",
                "-XX:MaxDirectMemorySize=512m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.awt.headless=true",
                "-Djava.security.manager=allow",
                "-Djdk.attach.allowAttachSelf=true",
                "-javaagent:" + classPath.jar("jamm-"),
                "-Dlogback.configurationFile="
                        + directory.resolve("logback.xml").toUri(),
                "-Dcassandra.config=" + directory.resolve("cassandra.yaml").toUri(),
                "-Dcassandra.storagedir=" + directory,
                "-Dcassandra-foreground=yes",
                // A single node has no peers to wait for.
                "-Dcassandra.skip_wait_for_gossip_to_settle=0",
                "-Dcassandra.ring_delay_ms=0",
                "-Dcassandra.shutdown_announce_in_ms=0",
                "-Dcassandra.superuser_setup_delay_ms=0",
                "-Dcassandra.load_ring_state=false"));
        opened().forEach(options::add);
        return List.copyOf(options);
    }

    private static Stream<String> opened() {
        return Stream.concat(
                OPENED.stream().map(name -> "--add-opens=" + name + "=ALL-UNNAMED"),
                EXPORTED.stream().map(name -> "--add-exports=" + name + "=ALL-UNNAMED"));
    }

    @Override
    public List<String> main(Path directory) {
        return List.of("org.apache.cassandra.service.CassandraDaemon");
    }

    @Override
    public void probe(int port, Duration limit) throws Exception {
        DriverConfigLoader settings = DriverConfigLoader.programmaticBuilder()
                .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, limit)
                .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, limit)
                .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, limit)
                .withBoolean(DefaultDriverOption.METADATA_SCHEMA_ENABLED, false)
                .withBoolean(DefaultDriverOption.METADATA_TOKEN_MAP_ENABLED, false)
                .withInt(DefaultDriverOption.NETTY_IO_SIZE, 1)
                .withInt(DefaultDriverOption.NETTY_ADMIN_SIZE, 1)
                .withInt(DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, 0)
                .withInt(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, 0)
                .build();
        try (CqlSession session = CqlSession.builder()
                .withConfigLoader(settings)
                .addContactPoint(new InetSocketAddress(Ports.loopback(), port))
                .withLocalDatacenter("datacenter1")
                .build()) {
            Row row =
                    session.execute("SELECT release_version FROM system.local").one();
            if (row == null) {
                throw new IOException("the node at port %d does not know itself yet".formatted(port));
            }
        }
    }
}
