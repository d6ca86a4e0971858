package tallyroll.server;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A single broker whose one port speaks Artemis' own protocol (which its JMS client uses), AMQP and MQTT. */
final class ArtemisBroker implements ServerKind {
    /** CONNECT of MQTT 3.1.1: clean session, keep alive 10 s, no client id. */
    private static final byte[] CONNECT = {0x10, 12, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 10, 0, 0};
    /** CONNACK: no session, accepted. */
    private static final int CONNACK = 0x20_02_00_00;

    private static final byte[] DISCONNECT = {(byte) 0xe0, 0};

    @Override
    public String name() {
        return "artemis";
    }

    @Override
    public int preferredPort() {
        return 61616;
    }

    @Override
    public String variable() {
        return "ARTEMIS";
    }

    @Override
    public String jar() {
        return "artemis-server-";
    }

    /** Where the embedded main class looks for the configuration. */
    @Override
    public void prepare(Path directory, Ports ports, ServerClassPath classPath) throws IOException {
        Template.write("broker.xml", Files.createDirectories(directory.resolve("etc")), ports);
    }

    @Override
    public List<String> jvmOptions(Path directory, ServerClassPath classPath) {
        return List.of(
                "-Xms128m",
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.awt.headless=true",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSS");
    }

    @Override
    public List<String> main(Path directory) {
        return List.of("org.apache.activemq.artemis.core.server.embedded.Main", directory.toString());
    }

    /** With MQTT, which needs no library; the same port answers all protocols. */
    @Override
    public void probe(int port, Duration limit) throws Exception {
        int millis = Math.toIntExact(limit.toMillis());
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(Ports.loopback(), port), millis);
            socket.setSoTimeout(millis);
            socket.getOutputStream().write(CONNECT);
            int answer = new DataInputStream(socket.getInputStream()).readInt();
            if (answer != CONNACK) {
                throw new IOException("the broker at port %d answers %08x to an MQTT CONNECT".formatted(port, answer));
            }
            socket.getOutputStream().write(DISCONNECT);
        }
    }
}
