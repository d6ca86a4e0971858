package tallyroll.server;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * One broker and one node for all tests of a run, started for the first test that needs them. Each test uses keyspaces and
 * topics of its own. A test that kills or pauses a server starts its own with {@link LocalServers#onFreePorts}.
 */
public final class TestServers {
    private static final AtomicInteger NAMES = new AtomicInteger();

    private final LocalServers servers;
    private final CqlSession session;
    private final Admin admin;

    private TestServers(LocalServers servers) {
        this.servers = servers;
        this.session = session(servers);
        this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, servers.bootstrap()));
    }

    /** The servers of this run; the first call takes some ten seconds. */
    public static TestServers shared() {
        return Shared.SERVERS;
    }

    /** The servers themselves, for anything but stopping them. */
    public LocalServers servers() {
        return servers;
    }

    /** Kafka's address. */
    public String bootstrap() {
        return servers.bootstrap();
    }

    /** Cassandra's address. */
    public String contactPoint() {
        return servers.contactPoint();
    }

    /** What definition files refer to as {@code ${env:KAFKA}} and {@code ${env:CASSANDRA}}. */
    public Map<String, String> environment() {
        return Map.of("KAFKA", bootstrap(), "CASSANDRA", contactPoint());
    }

    /** A session that all tests share; do not close it. */
    public CqlSession session() {
        return session;
    }

    /** A client that all tests share; do not close it. */
    public Admin admin() {
        return admin;
    }

    /** Creates a keyspace that no other test uses. */
    public String freshKeyspace() {
        String name = "test_" + NAMES.incrementAndGet();
        session.execute("CREATE KEYSPACE " + name
                + " WITH replication = {'class': 'NetworkTopologyStrategy', 'datacenter1': 1}");
        return name;
    }

    /** Creates a topic that no other test uses. */
    public String freshTopic(int partitions) {
        String name = "test-" + NAMES.incrementAndGet();
        try {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                    .all()
                    .get();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while making topic " + name, stop);
        } catch (ExecutionException refused) {
            throw new IllegalStateException("Cannot make topic " + name, refused.getCause());
        }
        return name;
    }

    /** Another session with a node, with time-outs long enough for a busy machine. */
    static CqlSession session(LocalServers servers) {
        Duration patience = Duration.ofSeconds(30);
        return CqlSession.builder()
                .withConfigLoader(DriverConfigLoader.programmaticBuilder()
                        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, patience)
                        .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, patience)
                        .withBoolean(DefaultDriverOption.METADATA_SCHEMA_ENABLED, false)
                        .build())
                .addContactPoint(
                        new InetSocketAddress("127.0.0.1", servers.cassandra().port()))
                .withLocalDatacenter("datacenter1")
                .build();
    }

    private static final class Shared {
        private static final TestServers SERVERS = start();

        private static TestServers start() {
            LocalServers servers = LocalServers.onFreePorts(temporaryDirectory());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> clear(servers), "clear-test-servers"));
            servers.start(Lifetime.WITH_THIS_PROCESS);
            return new TestServers(servers);
        }

        private static Path temporaryDirectory() {
            try {
                return Files.createTempDirectory("tallyroll-test-").toRealPath();
            } catch (IOException full) {
                throw new UncheckedIOException(full);
            }
        }

        private static void clear(LocalServers servers) {
            servers.all().forEach(LocalServer::kill);
            servers.wipe();
        }
    }
}
