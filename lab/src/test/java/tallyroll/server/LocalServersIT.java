package tallyroll.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.cli.Failure;

/** Servers that are started, killed, paused and broken on purpose. */
class LocalServersIT {
    @TempDir
    private Path directory;

    private LocalServers servers;

    @AfterEach
    void stop() {
        if (servers != null) {
            servers.all().forEach(LocalServer::kill);
        }
    }

    @Test
    void killed_bothServers_comeBackOnTheSamePortsWithTheirData() throws Exception {
        servers = LocalServers.onFreePorts(directory);
        servers.start(Lifetime.WITH_THIS_PROCESS);
        String addresses = servers.bootstrap() + " " + servers.contactPoint();
        createTopic("kept");
        write(7);

        servers.all().forEach(LocalServer::kill);
        assertThat(servers.all()).noneMatch(LocalServer::isServing);
        servers.start(Lifetime.WITH_THIS_PROCESS);

        assertThat(servers.bootstrap() + " " + servers.contactPoint()).isEqualTo(addresses);
        assertThat(topics()).contains("kept");
        assertThat(read()).isEqualTo(7);
    }

    @Test
    void paused_broker_doesNotServeUntilResumed() {
        LocalServer kafka = startedKafka();

        kafka.pause();
        assertThat(kafka.isRunning()).isTrue();
        assertThat(kafka.isServing()).isFalse();

        kafka.resume();
        kafka.awaitReady();
        assertThat(kafka.isServing()).isTrue();
    }

    @Test
    void stop_pausedBroker_endsIt() {
        LocalServer kafka = startedKafka();
        long pid = kafka.pid();

        kafka.pause();
        kafka.stop();

        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(kafka.pid()).isZero();
    }

    @Test
    void parentKilled_server_endsToo() throws Exception {
        Process parent = new ProcessBuilder(
                        JavaCommand.executable(),
                        "-Dtallyroll.home=" + System.getProperty("tallyroll.home"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KafkaParent.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(parent.inputReader().readLine()).isEqualTo("started");
        LocalServer kafka = servers().kafka();
        assertThat(kafka.isServing()).isTrue();

        parent.destroyForcibly();

        assertThat(Await.until(Duration.ofSeconds(20), () -> !kafka.isRunning()))
                .isTrue();
    }

    @Test
    void pidOfAnotherProcess_isStaleAndNeverSignalled() throws Exception {
        LocalServer kafka = servers().kafka();
        Process bystander = new ProcessBuilder("sleep", "60").start();
        try {
            Files.createDirectories(kafka.directory());
            new ProcessFile(bystander.pid(), new Ports(1, 2)).write(kafka.directory());

            assertThat(kafka.isStale()).isTrue();
            assertThat(kafka.isRunning()).isFalse();
            kafka.stop();
            assertThat(bystander.isAlive()).isTrue();
        } finally {
            bystander.destroyForcibly();
        }
    }

    @Test
    void awaitReady_serverThatCannotStart_showsTheEndOfItsLog() throws IOException {
        LocalServer kafka = servers().kafka();
        Path storage = Files.createDirectories(kafka.directory().resolve("data"));
        Files.writeString(storage.resolve("meta.properties"), "version=1\nnode.id=99\ncluster.id=other\n");

        kafka.start(Lifetime.WITH_THIS_PROCESS);

        assertThatThrownBy(kafka::awaitReady)
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("Cannot start kafka in " + kafka.directory() + ": its process ended.")
                .hasMessageContaining("The end of " + kafka.log())
                .hasMessageContaining("99");
    }

    private LocalServers servers() {
        if (servers == null) {
            servers = LocalServers.onFreePorts(directory);
        }
        return servers;
    }

    private LocalServer startedKafka() {
        LocalServer kafka = servers().kafka();
        kafka.start(Lifetime.WITH_THIS_PROCESS);
        kafka.awaitReady();
        return kafka;
    }

    private void createTopic(String name) throws ExecutionException, InterruptedException {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
        }
    }

    private Set<String> topics() throws Exception {
        try (Admin admin = admin()) {
            return admin.listTopics().names().get(30, TimeUnit.SECONDS);
        }
    }

    private Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, servers.bootstrap()));
    }

    private void write(int value) {
        try (CqlSession session = TestServers.session(servers)) {
            session.execute(
                    "CREATE KEYSPACE kept WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
            session.execute("CREATE TABLE kept.numbers (id int PRIMARY KEY, value int)");
            session.execute("INSERT INTO kept.numbers (id, value) VALUES (1, ?)", value);
        }
    }

    private int read() {
        try (CqlSession session = TestServers.session(servers)) {
            return session.execute("SELECT value FROM kept.numbers WHERE id = 1")
                    .one()
                    .getInt("value");
        }
    }
}
