package tallyroll.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tallyroll.receiver.Definitions;
import tallyroll.receiver.HoldingChild;
import tallyroll.receiver.ListSink;
import tallyroll.receiver.LogLines;
import tallyroll.receiver.Receiver;
import tallyroll.server.Lifetime;
import tallyroll.server.LocalServer;
import tallyroll.server.TestBroker;
import tallyroll.server.TlsFront;
import tallyroll.tls.Certificates;
import tallyroll.tls.KeyFiles;

/** The MQTT receiver and a real broker, in both versions. */
class MqttIT {
    private final LocalServer broker = TestBroker.shared();
    private final LogLines logLines = new LogLines();

    @ParameterizedTest
    @ValueSource(strings = {"3", "5"})
    void messages_ofAFilter_comeInOrder(String version) throws Exception {
        ListSink sink = ListSink.large();
        try (Receiver receiver = started(version, "order", sink);
                MqttPublisher publisher = publisher(version, "order")) {
            publisher.numbered(0, 100);

            sink.awaitEvents(100);
            assertThat(receiver.where())
                    .isEqualTo("topic \"order%s/+/readings\" at mqtt://%s".formatted(version, broker.address()));
        }
        assertThat(sink.events()).containsExactlyElementsOf(numbered(100));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "5"})
    void session_whileNoReceiverRuns_keepsWhatIsPublished(String version) throws Exception {
        ListSink sink = ListSink.large();
        started(version, "away", sink).close();
        try (MqttPublisher publisher = publisher(version, "away")) {
            publisher.numbered(0, 50);
        }
        started(version, "away", sink).close();
        try (Receiver receiver = started(version, "away", sink)) {
            sink.awaitDistinct(50);
            assertThat(receiver.where()).contains("away");
        }
        // a session that subscribes again may deliver what is in flight a second time
        assertThat(sink.events().stream().distinct()).containsExactlyElementsOf(numbered(50));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "5"})
    void messages_acknowledged_doNotComeAgain(String version) throws Exception {
        ListSink sink = ListSink.large();
        try (Receiver receiver = started(version, "once", sink);
                MqttPublisher publisher = publisher(version, "once")) {
            publisher.numbered(0, 50);
            sink.awaitEvents(50);
            assertThat(receiver.where()).contains("once");
        }
        try (Receiver receiver = started(version, "once", sink);
                MqttPublisher publisher = publisher(version, "once")) {
            publisher.text(receiver.where());
            sink.awaitEvents(51);
        }
        assertThat(sink.events()).hasSize(51);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "5"})
    void stage_notComplete_messagesStayTheBrokers(String version) throws Exception {
        ListSink never = ListSink.large().owing();
        ListSink sink = ListSink.large();
        try (Receiver receiver = started(version, "owed", never);
                MqttPublisher publisher = publisher(version, "owed")) {
            publisher.numbered(0, 60);
            never.awaitEvents(60);
            assertThat(receiver.where()).contains("owed");
        }
        try (Receiver receiver = started(version, "owed", sink)) {
            sink.awaitDistinct(60);
            assertThat(receiver.where()).contains("owed");
        }
        // in any order: the broker may still be taking messages back from the first session when the second one begins
        assertThat(sink.events().stream().distinct()).containsExactlyInAnyOrderElementsOf(numbered(60));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "5"})
    void stage_failsTwice_eventsAreOfferedAgainAndNoneIsLost(String version) throws Exception {
        ListSink sink = ListSink.large().failing(2);
        try (Receiver receiver = started(version, "failing", sink);
                MqttPublisher publisher = publisher(version, "failing")) {
            publisher.numbered(0, 50);

            sink.awaitDistinct(50);
            logLines.await("could not be taken in (java.lang.IllegalStateException: the sink broke)");
            assertThat(receiver.where()).contains("failing");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "5"})
    void sink_full_stopsAndGoesOnWhenThereIsRoom(String version) throws Exception {
        ListSink sink = new ListSink(100);
        try (Receiver receiver = started(version, "full", sink);
                MqttPublisher publisher = publisher(version, "full")) {
            publisher.numbered(0, 500);
            sink.await("a refusal", held -> held.refusals() > 0);
            logLines.await("no room for more events");
            assertThat(sink.onShelf()).isLessThanOrEqualTo(100);

            sink.awaitDistinct(500);
            assertThat(receiver.where()).contains("full");
        }
        assertThat(sink.events()).containsExactlyElementsOf(numbered(500));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "5"})
    void message_farTooLong_isCutAndAcknowledged(String version) throws Exception {
        ListSink sink = ListSink.large();
        try (Receiver receiver = started(version, "long", sink);
                MqttPublisher publisher = publisher(version, "long")) {
            publisher.text("x".repeat(2_000_000));
            publisher.text(receiver.where());
            sink.awaitEvents(2);
        }
        try (Receiver receiver = started(version, "long", sink);
                MqttPublisher publisher = publisher(version, "long")) {
            publisher.text(receiver.where());
            sink.awaitEvents(3);
        }
        assertThat(sink.events()).extracting(String::length).startsWith(1025).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "5"})
    void receiver_killed_messagesItHeldComeAgain(String version) throws Exception {
        started(version, "killed", ListSink.large()).close();
        try (MqttPublisher publisher = publisher(version, "killed")) {
            publisher.numbered(0, 80);
        }
        try (HoldingChild child = HoldingChild.start(source(version, "killed", broker))) {
            child.awaitEvents(80);
            child.kill();
        }
        ListSink sink = ListSink.large();
        try (Receiver receiver = started(version, "killed", sink)) {
            sink.awaitDistinct(80);
            assertThat(receiver.where()).contains("killed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "5"})
    void broker_killedDuringTraffic_everythingArrives(String version, @TempDir Path directory) throws Exception {
        LocalServer own = TestBroker.start(directory);
        ListSink sink = ListSink.large();
        try (Receiver receiver = Definitions.started(source(version, "restarted", own), sink, logLines)) {
            logLines.await("reading " + receiver.where());
            for (int part = 0; part < 3; part++) {
                try (MqttPublisher publisher = new MqttPublisher(own, "restarted" + version + "/a/readings")) {
                    publisher.numbered(part * 1000, part * 1000 + 1000);
                }
                if (part < 2) {
                    own.kill();
                    own.start(Lifetime.WITH_THIS_PROCESS);
                    own.awaitReady();
                }
            }
            sink.awaitDistinct(3000);
            logLines.await("no connection to mqtt://" + own.address());
        } finally {
            own.kill();
        }
        assertThat(sink.events().stream().distinct()).containsAll(numbered(3000));
    }

    @Test
    void subscription_shared_isDividedAmongReceivers() throws Exception {
        ListSink sink = ListSink.large();
        String source = "{mqtt: {server: \"%s\", topic: \"$share/group/shared/readings\", client: %s}}";
        LogLines others = new LogLines();
        try (Receiver one = Definitions.started(source.formatted(broker.address(), "one"), sink, logLines);
                Receiver two = Definitions.started(source.formatted(broker.address(), "two"), sink, others);
                MqttPublisher publisher = new MqttPublisher(broker, "shared/readings")) {
            logLines.await("reading " + one.where());
            others.await("reading " + two.where());

            publisher.numbered(0, 100);

            sink.awaitEvents(100);
        }
        assertThat(sink.events()).doesNotHaveDuplicates().hasSize(100);
    }

    @Test
    void client_sameIdTwice_saysSo() throws Exception {
        ListSink sink = ListSink.large();
        try (Receiver first = started("5", "twice", sink)) {
            try (Receiver second = started("5", "twice", sink)) {
                logLines.await("another client connected by the same client id; each receiver needs its own");
                assertThat(first.where()).isEqualTo(second.where());
            }
        }
    }

    @Test
    void tls_certificateThatIsTrusted_isReadThrough(@TempDir Path directory) throws Exception {
        ListSink sink = ListSink.large();
        SSLContext before = SSLContext.getDefault();
        Certificates own = Certificates.made(directory, "front", "EC", "ip:127.0.0.1");
        try (TlsFront front = TlsFront.of(broker, own)) {
            String source = "{mqtt: {server: \"127.0.0.1:%d\", topic: tls, tls: true}}".formatted(front.port());
            try (Receiver stranger = Definitions.started(source, "stranger", sink, logLines)) {
                logLines.await("no connection to mqtts://127.0.0.1:" + front.port() + ": TLS: javax.net.ssl.SSL");
                assertThat(stranger.where()).isEqualTo("topic \"tls\" at mqtts://127.0.0.1:" + front.port());
            }
            SSLContext.setDefault(KeyFiles.trusting(Files.readString(own.certificate())));
            try (Receiver receiver = Definitions.started(source, "friend", sink, logLines);
                    MqttPublisher publisher = new MqttPublisher(broker, "tls")) {
                logLines.await("reading " + receiver.where());
                publisher.numbered(0, 20);
                sink.awaitEvents(20);
            }
        } finally {
            SSLContext.setDefault(before);
        }
    }

    /** A receiver that reads; each test and version is a client of its own. */
    private Receiver started(String version, String name, ListSink sink) throws InterruptedException {
        LogLines own = new LogLines();
        Receiver receiver = Definitions.started(source(version, name, broker), sink, message -> {
            own.accept(message);
            logLines.accept(message);
        });
        own.await("reading " + receiver.where());
        return receiver;
    }

    private MqttPublisher publisher(String version, String name) throws Exception {
        return new MqttPublisher(broker, name + version + "/a/readings");
    }

    private static String source(String version, String name, LocalServer broker) {
        return "{mqtt: {server: \"%s\", topic: \"%s%s/+/readings\", version: \"%s\", client: %s%s, username: a, password: b}}"
                .formatted(broker.address(), name, version, version, name, version);
    }

    private static List<String> numbered(int count) {
        return IntStream.range(0, count).mapToObj(i -> "e" + i).toList();
    }
}
