package tallyroll.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.cli.Console;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Main;

/** {@code up}, {@code servers} and {@code down} as a user meets them. */
class ServerCommandsIT {
    @TempDir
    private Path directory;

    @AfterEach
    void stop() {
        LocalServers.of(directory).all().forEach(LocalServer::kill);
    }

    @Test
    void upTwiceThenDown_leavesNothingBehind() throws IOException {
        assertThat(say("up")).contains("kafka", "cassandra", "export KAFKA=127.0.0.1:", "export CASSANDRA=127.0.0.1:");
        LocalServers servers = LocalServers.of(directory);
        long kafkaPid = servers.kafka().pid();
        long cassandraPid = servers.cassandra().pid();

        assertThat(say("up")).contains("already up");
        assertThat(servers.kafka().pid()).isEqualTo(kafkaPid);
        assertThat(say("servers", "--format", "csv"))
                .contains("kafka,4.3.1,up,%s,%d,".formatted(servers.bootstrap(), kafkaPid))
                .contains("cassandra,5.0.9,up,%s,%d,".formatted(servers.contactPoint(), cassandraPid));

        String kafkaBefore = servers.bootstrap();
        ProcessHandle.of(kafkaPid).orElseThrow().destroyForcibly();
        assertThat(Await.until(Duration.ofSeconds(10), () -> !servers.kafka().isRunning()))
                .isTrue();
        assertThat(say("servers")).contains("down (crashed or killed)");
        assertThat(say("up")).contains("process %d, on file as this server, is gone".formatted(kafkaPid));
        assertThat(servers.cassandra().pid()).isEqualTo(cassandraPid);
        assertThat(servers.bootstrap()).as("the old port").isEqualTo(kafkaBefore);

        assertThat(say("down")).contains("stopped kafka", "stopped cassandra");
        assertThat(ProcessHandle.of(cassandraPid).filter(ProcessHandle::isAlive))
                .isEmpty();
        assertThat(say("down")).contains("nothing is up");
        assertThat(directory.resolve(".tallyroll/cassandra/data")).exists();

        Files.createDirectories(directory.resolve(".tallyroll/wal/readings"));
        Files.createDirectories(directory.resolve(".tallyroll/checkpoints/readings-1"));
        assertThat(say("down", "--wipe"))
                .contains(
                        "kafka: the broker's data",
                        "cassandra: the node's data",
                        "wal: write-ahead logs",
                        "checkpoints");
        assertThat(directory.resolve(".tallyroll")).doesNotExist();
    }

    @Test
    void servers_nothingEverStarted_areDown() {
        assertThat(say("servers", "--format", "csv")).contains("kafka,4.3.1,down,,,\n", "cassandra,5.0.9,down,,,\n");
        assertThat(directory.resolve(".tallyroll")).doesNotExist();
    }

    private String say(String... args) {
        StringWriter printed = new StringWriter();
        PrintWriter writer = new PrintWriter(printed);

        ExitCode code = Main.run(new Console(writer, writer, false, directory, Map.of()), args);

        assertThat(code).as(printed.toString()).isEqualTo(ExitCode.RIGHT);
        return printed.toString();
    }
}
