package tallyroll.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;

/** A single broker that is its own KRaft controller. */
final class KafkaBroker implements ServerKind {
    private static final String CONFIGURATION = "kafka.properties";
    private static final String LOGGING = "kafka-log4j2.properties";

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public int preferredPort() {
        return 9092;
    }

    @Override
    public String variable() {
        return "KAFKA";
    }

    @Override
    public String jar() {
        return "kafka_2.13-";
    }

    @Override
    public void prepare(Path directory, Ports ports, ServerClassPath classPath) throws IOException {
        Template.write(CONFIGURATION, directory, ports);
        Template.write(LOGGING, directory, ports);
        if (!Files.exists(directory.resolve("data").resolve("meta.properties"))) {
            format(directory, classPath);
        }
    }

    /** A broker starts only on storage formatted with its cluster id. */
    private static void format(Path directory, ServerClassPath classPath) throws IOException {
        Process tool = new ProcessBuilder(
                        JavaCommand.executable(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Dlog4j2.configurationFile="
                                + directory.resolve(LOGGING).toUri(),
                        "-cp",
                        classPath.joined(),
                        "kafka.tools.StorageTool",
                        "format",
                        "--cluster-id",
                        Uuid.randomUuid().toString(),
                        "--config",
                        directory.resolve(CONFIGURATION).toString())
                .redirectErrorStream(true)
                .start();
        tool.getOutputStream().close();
        String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (tool.waitFor() != 0) {
                throw new IOException("Cannot format Kafka's storage in %s: %s".formatted(directory, said.strip()));
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            tool.destroyForcibly();
            throw new IOException("interrupted while formatting Kafka's storage in " + directory, stop);
        }
    }

    @Override
    public List<String> jvmOptions(Path directory, ServerClassPath classPath) {
        return List.of(
                "-Xms256m",
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.awt.headless=true",
                "-Dlog4j2.configurationFile=" + directory.resolve(LOGGING).toUri());
    }

    @Override
    public List<String> main(Path directory) {
        return List.of("kafka.Kafka", directory.resolve(CONFIGURATION).toString());
    }

    @Override
    public void probe(int port, Duration limit) throws Exception {
        int millis = Math.toIntExact(limit.toMillis());
        Map<String, Object> settings = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                "127.0.0.1:" + port,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                millis,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                millis);
        Admin admin = Admin.create(settings);
        try {
            int brokers = admin.describeCluster()
                    .nodes()
                    .get(millis, TimeUnit.MILLISECONDS)
                    .size();
            if (brokers != 1) {
                throw new IOException("the cluster at port %d has %d brokers, not 1".formatted(port, brokers));
            }
        } finally {
            // without a limit it would wait for ever for a frozen broker
            admin.close(Duration.ZERO);
        }
    }
}
