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

    /** Those of this class path, in its order. */
    private static final String KINDS = String.join(
            ", ", SourceKind.onClassPath().stream().map(SourceKind::name).toList());

    @Test
    void receiver_onlyWhatIsNeeded_hasDefaults() {
        Receiver receiver = receiver("http: {}");

        assertThat(receiver.kind()).isEqualTo("http");
        assertThat(receiver.bufferBytes()).isEqualTo(64 * MB);
        assertThat(receiver.maxEventsPerBatch()).isEqualTo(1_000_000);
        assertThat(receiver.wal()).isEqualTo(new Wal(".tallyroll/wal/flights", 64 * MB, Map.of()));
    }

    @Test
    void receiver_everyCommonKey_isRead() {
        Receiver receiver = receiver("""
                http: {buffer: 8192MB, max_per_batch: 2_000}
                  wal: {directory: "hdfs://namenode/wal", segment: 128MB, options: {fs.defaultFS: "hdfs://a"}}
                """);

        assertThat(receiver.bufferBytes()).isEqualTo(8192 * MB);
        assertThat(receiver.maxEventsPerBatch()).isEqualTo(2_000);
        assertThat(receiver.wal())
                .isEqualTo(new Wal("hdfs://namenode/wal", 128 * MB, Map.of("fs.defaultFS", "hdfs://a")));
    }

    @Test
    void custom_ofAKind_isReadAsUnderItsName() {
        Receiver custom = receiver(
                "custom: {kind: echo, options: {address: \"a:7\", prefetch: 20}, buffer: 2MB, max_per_batch: 5}");

        assertThat(custom).isEqualTo(receiver("echo: {address: \"a:7\", prefetch: 20, buffer: 2MB, max_per_batch: 5}"));
        assertThat(custom.kind()).isEqualTo("echo");
        assertThat(custom.settings().names()).containsExactlyInAnyOrder("address", "prefetch");
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
                    http: {listen: localhost} | 3: source.http.listen: "localhost": is not a valid address (expected host:port, several separated by commas)
                    http: {listen: "a:1 b:2"} | 3: source.http.listen: "a:1 b:2": is not a valid address (expected host:port, several separated by commas)
                    http: {listen: "a:1,b:70000"} | 3: source.http.listen: "a:1,b:70000": has a port out of range: 0 to 65535
                    http: {listen: "localhost:65536"} | 3: source.http.listen: "localhost:65536": has a port out of range: 0 to 65535
                    http: {path: events} | 3: source.http.path: "events": is not a path (/ and then letters, digits, . _ ~ / and -)
                    http: {path: /health} | 3: source.http.path: "/health": is where the receiver answers whether it is there; write another path
                    http: {listen: a, path: b, max_request: 1} | 3: source.http.listen: "a": is not a valid address (expected host:port, several separated by commas) ¶ 3: source.http.path: "b": is not a path (/ and then letters, digits, . _ ~ / and -) ¶ 3: source.http.max_request: "1": is out of range: 1KB to 1024MB
                    http: {max_reqest: 1MB} | 3: source.http.max_reqest: there is no key "max_reqest" here; did you mean "max_request"? Keys: listen, path, max_request, buffer, max_per_batch
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
                    jms: {jndi: {factory: f}, url: u, queue: q} | 3: source.jms.url: means nothing without the key "factory"; write both or neither
                    jms: {factory: my factory, url: u, queue: q} | 3: source.jms.factory: "my factory": is not a class name such as org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory
                    jms: {jndi: {}, queue: q} | 3: source.jms.jndi: needs the key "factory": the name that the ConnectionFactory is looked up by
                    jms: {jndi: {factory: f, properties: {1: a}}, queue: q} | 3: source.jms.jndi.properties.1: "1": is not a valid name (JNDI property)
                    jms: {factory: a.B, url: u, queue: q, password: p} | 3: source.jms.password: means nothing without the key "username"; write both or neither
                    mqtt: {topic: t} | 3: source.mqtt: needs the key "server": the broker; several, separated by commas, are tried in turn
                    mqtt: {server: "a:1"} | 3: source.mqtt: needs the key "topic": the topic filter to subscribe to, at QoS 1
                    mqtt: {server: "a:99999", topic: t} | 3: source.mqtt.server: "a:99999": has a port out of range: 1 to 65535
                    mqtt: {server: "a:1", topic: t, version: 4} | 3: source.mqtt.version: "4": is none of 3, 5
                    mqtt: {server: "a:1", topic: t, tls: maybe} | 3: source.mqtt.tls: "maybe": is none of true, false
                    mqtt: {server: "a:1", topic: t, password: "${env:SECRET}"} | 3: source.mqtt.password: means nothing without the key "username"; write both or neither
                    custom: {} | 3: source.custom: needs the key "kind": the name of a SourceKind on the class path
                    custom: {kind: AMQP} | 3: source.custom.kind: "AMQP": is not a valid name (a lowercase letter, then lowercase letters, digits and _; at most 48 characters)
                    custom: {kind: ecko} | 3: source.custom.kind: "ecko": there is no source of that kind on the class path; did you mean "echo"? Kinds: KINDS
                    custom: {kind: "${env:KIND:-echo}"} | 3: source.custom.kind: "${env:KIND:-echo}": is a variable, and must be known to check the options; write the name of the kind
                    custom: {kind: echo} | 3: source.custom: needs the key "options": the keys that its provider declares
                    custom: {kind: echo, options: {}} | 3: source.custom.options: needs the key "address": the server
                    custom: {kind: echo, options: {address: a}} | 3: source.custom.options.address: "a": is not a valid address (expected host:port)
                    custom: {kind: echo, options: {address: "a:0"}} | 3: source.custom.options.address: "a:0": has a port out of range: 1 to 65535
                    custom: {kind: echo, options: {address: "a:1", prefetsh: 2}} | 3: source.custom.options.prefetsh: there is no key "prefetsh" here; did you mean "prefetch"? Keys: address, prefetch, timeout, headers, token
                    echo: {address: "a:1", prefetch: 0} | 3: source.echo.prefetch: "0": is out of range: 1 to 1000
                    echo: {address: "a:1", prefetch: many} | 3: source.echo.prefetch: "many": is not a whole number
                    echo: {address: "a:1", timeout: 6m} | 3: source.echo.timeout: "6m": is out of range: 1s to 5m
                    echo: {address: "a:1", headers: {accept: 1}} | 3: source.echo.headers.accept: "accept": is not a valid name (header)
                    echo: {address: "a:1", headers: {}} | 3: source.echo.headers: is empty; write at least one header
                    echo: {address: "a:1", token: xyz} | 3: source.echo.token: "(hidden)": is not hexadecimal
                    rabbit: {queue: q} | 2: source: needs one of the keys kafka, KINDS, custom ¶ 3: source.rabbit: there is no key "rabbit" here; Keys: kafka, KINDS, custom, wal
                    htpp: {} | 2: source: needs one of the keys kafka, KINDS, custom ¶ 3: source.htpp: there is no key "htpp" here; did you mean "http"? Keys: kafka, KINDS, custom, wal
                    http: {}⏎  wal: {directory: ""} | 4: source.wal.directory: is empty
                    http: {}⏎  wal: {segment: 1KB} | 4: source.wal.segment: "1KB": is out of range: 1MB to 1024MB
                    http: {}⏎  wal: {segment: 2048MB} | 4: source.wal.segment: "2048MB": is out of range: 1MB to 1024MB
                    http: {}⏎  wal: {options: {Fs: 1}} | 4: source.wal.options.Fs: "Fs": is not a property name
                    http: {}⏎  wal: /data | 4: source.wal: takes keys with values, not a single value
                    """)
    void receiver_badValue_isAFaultWithItsText(String source, String faults) {
        assertThat(Edited.faults(Edited.KAFKA, source, Edited.STRATEGY, ""))
                .isEqualTo(faults.replace(" ¶ ", "\n").replace("KINDS", KINDS));
    }

    private static Receiver receiver(String source) {
        return Edited.pipeline(Edited.KAFKA, source, Edited.STRATEGY, "").receiver();
    }
}
