package tallyroll.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.pipeline.Pipeline.Receiver;
import tallyroll.pipeline.Pipeline.Wal;

/** The keys of receivers and of the write-ahead log behind them. */
class ReceiverKeysTest {
    private static final long MB = 1L << 20;
    private static final Wal LOG = new Wal(".tallyroll/wal/flights", 64 * MB, Map.of());

    @Test
    void http_onlyWhatIsNeeded_hasDefaults() {
        assertThat(receiver("http: {}"))
                .isEqualTo(byDefault(
                        "http", Map.of("listen", "localhost:8080", "path", "/events", "max_request", "16MB")));
    }

    @Test
    void socket_onlyWhatIsNeeded_hasDefaults() {
        assertThat(receiver("socket: {connect: \"sensors:9999\"}"))
                .isEqualTo(byDefault("socket", Map.of("connect", "sensors:9999")));
    }

    @Test
    void jms_onlyWhatIsNeeded_hasDefaults() {
        assertThat(receiver("jms: {factory: org.example.Factory, url: \"tcp://localhost\", queue: flights}"))
                .isEqualTo(byDefault(
                        "jms", Map.of("factory", "org.example.Factory", "url", "tcp://localhost", "queue", "flights")));
    }

    @Test
    void mqtt_onlyWhatIsNeeded_hasDefaults() {
        assertThat(receiver("mqtt: {server: \"localhost:1883\", topic: sensors/#}"))
                .isEqualTo(byDefault(
                        "mqtt",
                        Map.of(
                                "server", "localhost:1883",
                                "topic", "sensors/#",
                                "version", "5",
                                "client", "tallyroll-flights",
                                "tls", "false")));
    }

    @Test
    void custom_onlyWhatIsNeeded_hasDefaults() {
        assertThat(receiver("custom: {kind: amqp}")).isEqualTo(byDefault("amqp", Map.of()));
    }

    @Test
    void http_everyKey_isRead() {
        assertThat(receiver("""
                        http:
                            listen: "0.0.0.0:0"
                            path: /v1/flights
                            max_request: 1KB
                            buffer: 8192MB
                            max_per_batch: 2_000
                          wal: {directory: "hdfs://namenode/wal", segment: 128MB, options: {fs.defaultFS: "hdfs://a"}}
                        """))
                .isEqualTo(new Receiver(
                        "http",
                        Map.of("listen", "0.0.0.0:0", "path", "/v1/flights", "max_request", "1KB"),
                        8192 * MB,
                        2_000,
                        new Wal("hdfs://namenode/wal", 128 * MB, Map.of("fs.defaultFS", "hdfs://a"))));
    }

    @Test
    void socket_everyKey_isRead() {
        assertThat(receiver("socket: {connect: \"[::1]:9999\", buffer: 1MB, max_per_batch: 1}"))
                .isEqualTo(new Receiver("socket", Map.of("connect", "[::1]:9999"), MB, 1, LOG));
    }

    @Test
    void jms_everyKey_isRead() {
        assertThat(receiver("""
                        jms:
                            jndi: {factory: ConnectionFactory, properties: {java.naming.provider.url: "tcp://localhost"}}
                            topic: flights
                            username: me
                            password: "${file:secrets/password}"
                            buffer: 2MB
                            max_per_batch: 5
                        """))
                .isEqualTo(new Receiver(
                        "jms",
                        Map.of(
                                "jndi.factory", "ConnectionFactory",
                                "jndi.properties.java.naming.provider.url", "tcp://localhost",
                                "topic", "flights",
                                "username", "me",
                                "password", "swordfish"),
                        2 * MB,
                        5,
                        LOG));
    }

    @Test
    void mqtt_everyKey_isRead() {
        assertThat(receiver("""
                        mqtt:
                            server: "broker:8883"
                            topic: sensors/+/readings
                            version: 3
                            client: me-1
                            tls: true
                            username: me
                            password: hunter22
                            buffer: 2MB
                            max_per_batch: 5
                        """))
                .isEqualTo(new Receiver(
                        "mqtt",
                        Map.of(
                                "server", "broker:8883",
                                "topic", "sensors/+/readings",
                                "version", "3",
                                "client", "me-1",
                                "tls", "true",
                                "username", "me",
                                "password", "hunter22"),
                        2 * MB,
                        5,
                        LOG));
    }

    @Test
    void custom_everyKey_isRead() {
        assertThat(
                        receiver(
                                "custom: {kind: amqp, options: {address: \"amqp://a\", prefetch: 10, buffer: mine}, buffer: 2MB, max_per_batch: 5}"))
                .isEqualTo(new Receiver(
                        "amqp", Map.of("address", "amqp://a", "prefetch", "10", "buffer", "mine"), 2 * MB, 5, LOG));
    }

    @Test
    void receiver_asText_keepsItsSecrets() {
        assertThat(receiver("mqtt: {server: \"a:1\", topic: t, username: me, password: hunter22}⏎"
                                + "  wal: {options: {fs.s3a.secret.key: hunter22}}")
                        .toString())
                .isEqualTo("Receiver[mqtt]");
        assertThat(new Wal("/data/wal", MB, Map.of("fs.s3a.secret.key", "hunter22")))
                .hasToString("Wal[/data/wal]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', maxCharsPerColumn = -1, textBlock = """
                    http: {listen: localhost} | 3: source.http.listen: "localhost": is not a valid address (expected host:port)
                    http: {listen: "a:1, b:2"} | 3: source.http.listen: "a:1, b:2": is not a valid address (expected host:port)
                    http: {listen: "localhost:65536"} | 3: source.http.listen: "localhost:65536": has a port out of range: 0 to 65535
                    http: {path: events} | 3: source.http.path: "events": is not a path (/ and then letters, digits, . _ ~ / and -)
                    http: {max_request: 100} | 3: source.http.max_request: "100": is out of range: 1KB to 1024MB
                    http: {max_request: 2000MB} | 3: source.http.max_request: "2000MB": is out of range: 1KB to 1024MB
                    http: {max_request: big} | 3: source.http.max_request: "big": is not a size (a number of bytes, or a number with KB or MB, such as 512KB)
                    http: {buffer: 512KB} | 3: source.http.buffer: "512KB": is out of range: 1MB to 8192MB
                    http: {buffer: 9000MB} | 3: source.http.buffer: "9000MB": is out of range: 1MB to 8192MB
                    http: {max_per_batch: 0} | 3: source.http.max_per_batch: "0": is out of range: 1 to 1000000000
                    http: {topic: flights} | 3: source.http.topic: there is no key "topic" here; Keys: listen, path, max_request, buffer, max_per_batch
                    http: 8080 | 3: source.http: takes keys with values, not a single value
                    http: | 3: source.http: has no value; write one or remove the key
                    socket: {} | 3: source.socket: needs the key "connect": the server to connect to, which sends one event a line; several, separated by commas, get a connection each
                    socket: {connect: "sensors:0"} | 3: source.socket.connect: "sensors:0": has a port out of range: 1 to 65535
                    jms: {} | 3: source.jms: needs one of the keys factory, jndi ¶ 3: source.jms: needs one of the keys queue, topic
                    jms: {factory: a.B, url: u, queue: q, topic: t} | 3: source.jms: has the keys queue, topic, of which one is allowed; keep one
                    jms: {factory: a.B, url: u, jndi: {factory: f}, queue: q} | 3: source.jms: has the keys factory, jndi, of which one is allowed; keep one
                    jms: {factory: a.B, queue: q} | 3: source.jms: needs the key "url" too; a factory is made with a URL
                    jms: {jndi: {factory: f}, url: u, queue: q} | 3: source.jms.url: has no meaning without factory; remove it
                    jms: {factory: my factory, url: u, queue: q} | 3: source.jms.factory: "my factory": is not a class name such as org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory
                    jms: {jndi: {}, queue: q} | 3: source.jms.jndi: needs the key "factory": the name that the ConnectionFactory is looked up by
                    jms: {jndi: {factory: f, properties: {1: a}}, queue: q} | 3: source.jms.jndi.properties.1: "1": is not a property name
                    jms: {factory: a.B, url: u, queue: q, password: p} | 3: source.jms: needs the key "username" too; a password goes with a username
                    mqtt: {topic: t} | 3: source.mqtt: needs the key "server": the broker; several, separated by commas, are tried in turn
                    mqtt: {server: "a:1"} | 3: source.mqtt: needs the key "topic": the topic filter to subscribe to, at QoS 1
                    mqtt: {server: "a:99999", topic: t} | 3: source.mqtt.server: "a:99999": has a port out of range: 1 to 65535
                    mqtt: {server: "a:1", topic: t, version: 4} | 3: source.mqtt.version: "4": is none of 3, 5
                    mqtt: {server: "a:1", topic: t, tls: maybe} | 3: source.mqtt.tls: "maybe": is none of true, false
                    mqtt: {server: "a:1", topic: t, password: "${env:SECRET}"} | 3: source.mqtt: needs the key "username" too; a password goes with a username
                    custom: {} | 3: source.custom: needs the key "kind": the kind that a ReceiverProvider on the class path says it is
                    custom: {kind: AMQP} | 3: source.custom.kind: "AMQP": is not a valid name (a lowercase letter, then lowercase letters, digits and _; at most 48 characters)
                    custom: {kind: mqtt} | 3: source.custom.kind: "mqtt": is a kind of Tallyroll's own; write mqtt: {…} in place of custom
                    custom: {kind: amqp, options: {}} | 3: source.custom.options: is empty; write at least one option
                    custom: {kind: amqp, options: {-a: 1}} | 3: source.custom.options.-a: "-a": is not an option name
                    htpp: {} | 2: source: needs one of the keys kafka, http, socket, jms, mqtt, custom ¶ 3: source.htpp: there is no key "htpp" here; did you mean "http"? Keys: kafka, http, socket, jms, mqtt, custom, wal
                    http: {}⏎  wal: {directory: ""} | 4: source.wal.directory: is empty
                    http: {}⏎  wal: {segment: 1KB} | 4: source.wal.segment: "1KB": is out of range: 1MB to 1024MB
                    http: {}⏎  wal: {segment: 2048MB} | 4: source.wal.segment: "2048MB": is out of range: 1MB to 1024MB
                    http: {}⏎  wal: {options: {Fs: 1}} | 4: source.wal.options.Fs: "Fs": is not a property name
                    http: {}⏎  wal: /data | 4: source.wal: takes keys with values, not a single value
                    """)
    void receiver_badValue_isAFaultWithItsText(String source, String faults) {
        assertThat(Edited.faults(Edited.KAFKA, source, Edited.STRATEGY, "")).isEqualTo(faults.replace(" ¶ ", "\n"));
    }

    private static Receiver receiver(String source) {
        return Edited.pipeline(Edited.KAFKA, source, Edited.STRATEGY, "").receiver();
    }

    private static Receiver byDefault(String kind, Map<String, String> options) {
        return new Receiver(kind, options, 64 * MB, 1_000_000, LOG);
    }
}
