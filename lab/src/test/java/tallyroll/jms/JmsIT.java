package tallyroll.jms;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.StreamMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.receiver.Definitions;
import tallyroll.receiver.HoldingChild;
import tallyroll.receiver.ListSink;
import tallyroll.receiver.LogLines;
import tallyroll.receiver.Receiver;
import tallyroll.server.Lifetime;
import tallyroll.server.LocalServer;
import tallyroll.server.TestBroker;

/** The JMS receiver and a real broker. */
class JmsIT {
    private final LocalServer broker = TestBroker.shared();
    private final LogLines logLines = new LogLines();

    @Test
    void queue_textAndBytes_comeInOrder() throws Exception {
        ListSink sink = ListSink.large();
        try (JmsSender sender = JmsSender.queue(broker, "both");
                Receiver receiver = Definitions.started(queue("both"), sink, logLines)) {
            sender.text("grüße");
            sender.send(session -> {
                BytesMessage bytes = session.createBytesMessage();
                bytes.writeBytes("bytes".getBytes(StandardCharsets.UTF_8));
                return bytes;
            });
            sender.send(session -> session.createTextMessage(null));

            sink.awaitEvents(3);
            assertThat(sink.events()).containsExactly("grüße", "bytes", "");
            assertThat(receiver.where()).isEqualTo("queue \"both\" at tcp://" + broker.address());
        }
        assertThat(left("both")).isZero();
    }

    @Test
    void topic_whileNoReceiverRuns_isKeptByItsSubscription() throws Exception {
        ListSink sink = ListSink.large();
        try (JmsSender sender = JmsSender.topic(broker, "news")) {
            try (Receiver receiver = Definitions.started(topic("news"), sink, logLines)) {
                logLines.await("reading " + receiver.where());
                sender.text("first");
                sink.awaitEvents(1);
            }
            sender.text("second");
            try (Receiver receiver = Definitions.started(topic("news"), sink, logLines)) {
                assertThat(receiver.where()).startsWith("topic \"news\"");
                sink.awaitEvents(2);
            }
        }
        assertThat(sink.events()).containsExactly("first", "second");
    }

    @Test
    void topic_anotherThanTheSubscriptionHad_isRead() throws Exception {
        ListSink sink = ListSink.large();
        for (String name : List.of("before", "behind")) {
            try (JmsSender sender = JmsSender.topic(broker, name);
                    Receiver receiver = Definitions.started(topic(name), "moved", sink, logLines)) {
                logLines.await(receiver.where());
                sender.text(name);
                sink.await("event " + name, held -> held.events().contains(name));
            }
        }
    }

    @Test
    void topic_twoReceiversOfOnePipeline_divideIt() throws Exception {
        ListSink sink = ListSink.large();
        LogLines others = new LogLines();
        try (JmsSender sender = JmsSender.topic(broker, "shared");
                Receiver one = Definitions.started(topic("shared"), "divided", sink, logLines);
                Receiver two = Definitions.started(topic("shared"), "divided", sink, others)) {
            logLines.await(one.where());
            others.await(two.where());

            sender.numbered(0, 400);

            sink.awaitEvents(400);
        }
        assertThat(sink.events()).doesNotHaveDuplicates().hasSize(400);
    }

    @Test
    void message_ofAnotherType_becomesADeadLetterAndANotice() throws Exception {
        ListSink sink = ListSink.large();
        try (JmsSender sender = JmsSender.queue(broker, "types");
                Receiver receiver = Definitions.started(queue("types"), sink, logLines)) {
            sender.send(session -> {
                MapMessage map = session.createMapMessage();
                map.setInt("delay", 7);
                map.setString("origin", "ORD");
                return map;
            });
            sender.send(session -> {
                StreamMessage stream = session.createStreamMessage();
                stream.writeInt(1);
                stream.writeString("two");
                return stream;
            });
            sender.send(session -> session.createObjectMessage("secret"));
            sender.send(session -> session.createMessage());

            sink.awaitEvents(4);
            logLines.await("is neither text nor bytes and becomes a dead letter");
            assertThat(receiver.where()).contains("types");
        }
        assertThat(sink.events().get(0)).startsWith("MapMessage ID:").endsWith(" {delay=7, origin=ORD}");
        assertThat(sink.events().get(1)).startsWith("StreamMessage ID:").endsWith(" [1, two]");
        assertThat(sink.events().get(2)).startsWith("ObjectMessage ID:").doesNotContain("secret");
        assertThat(sink.events().get(3)).startsWith("Message ID:");
        assertThat(left("types")).isZero();
    }

    @Test
    void message_longerThanAnEventMayBe_isCutOneByteBehind() throws Exception {
        ListSink sink = ListSink.large();
        try (JmsSender sender = JmsSender.queue(broker, "long");
                Receiver receiver = Definitions.started(queue("long"), sink, logLines)) {
            sender.text("x".repeat(500_000));
            sender.send(session -> {
                BytesMessage bytes = session.createBytesMessage();
                bytes.writeBytes(new byte[500_000]);
                return bytes;
            });
            sender.text(receiver.where());

            sink.awaitEvents(3);
        }
        assertThat(sink.events()).extracting(String::length).startsWith(1025, 1025);
        assertThat(left("long")).isZero();
    }

    @Test
    void stage_notComplete_messagesStayTheBrokers() throws Exception {
        ListSink never = ListSink.large().owing();
        ListSink sink = ListSink.large();
        try (JmsSender sender = JmsSender.queue(broker, "owed")) {
            sender.numbered(0, 1200);
            try (Receiver receiver = Definitions.started(queue("owed"), never, logLines)) {
                never.awaitEvents(1200);
                assertThat(receiver.where()).contains("owed");
            }
            try (Receiver receiver = Definitions.started(queue("owed"), sink, logLines)) {
                sink.awaitEvents(1200);
                assertThat(receiver.where()).contains("owed");
            }
        }
        assertThat(sink.events()).containsExactlyElementsOf(numbered(1200));
        assertThat(left("owed")).isZero();
    }

    @Test
    void stage_failsTwice_eventsAreOfferedAgainAndNoneIsLost() throws Exception {
        ListSink sink = ListSink.large().failing(2);
        try (JmsSender sender = JmsSender.queue(broker, "failing");
                Receiver receiver = Definitions.started(queue("failing"), sink, logLines)) {
            sender.numbered(0, 100);

            sink.awaitDistinct(100);
            logLines.await("could not be taken in (java.lang.IllegalStateException: the sink broke)");
            assertThat(receiver.where()).contains("failing");
        }
        assertThat(left("failing")).isZero();
    }

    @Test
    void sink_full_stopsAndGoesOnWhenThereIsRoom() throws Exception {
        ListSink sink = new ListSink(1000);
        try (JmsSender sender = JmsSender.queue(broker, "full");
                Receiver receiver = Definitions.started(queue("full"), sink, logLines)) {
            sender.numbered(0, 5000);
            sink.await("a refusal", held -> held.refusals() > 0);
            logLines.await("no room for more events");
            assertThat(sink.onShelf()).isLessThanOrEqualTo(1000);

            sink.awaitDistinct(5000);
            assertThat(receiver.where()).contains("full");
        }
        assertThat(sink.events()).containsExactlyElementsOf(numbered(5000));
        assertThat(left("full")).isZero();
    }

    @Test
    void receiver_killed_messagesItHeldComeAgain() throws Exception {
        try (JmsSender sender = JmsSender.queue(broker, "killed")) {
            sender.numbered(0, 700);
        }
        try (HoldingChild child = HoldingChild.start(queue("killed"))) {
            child.awaitEvents(700);
            child.kill();
        }
        ListSink sink = ListSink.large();
        try (Receiver receiver = Definitions.started(queue("killed"), sink, logLines)) {
            sink.awaitDistinct(700);
            assertThat(receiver.where()).contains("killed");
        }
    }

    @Test
    void broker_killedDuringTraffic_everythingArrives(@TempDir Path directory) throws Exception {
        LocalServer own = TestBroker.start(directory);
        ListSink sink = ListSink.large();
        String source = "{jms: {factory: %s, url: \"%s\", queue: restarted}}"
                .formatted("org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory", JmsSender.url(own));
        try (Receiver receiver = Definitions.started(source, sink, logLines)) {
            sendThroughRestarts(own, sink, 3000);

            sink.awaitDistinct(3000);
            logLines.await("cannot read " + receiver.where());
        } finally {
            own.kill();
        }
        assertThat(sink.events().stream().distinct()).containsAll(numbered(3000));
    }

    /** The sender sends again whatever was not confirmed; meanwhile the broker is killed twice. */
    private static void sendThroughRestarts(LocalServer broker, ListSink sink, int count) throws Exception {
        int sent = 0;
        for (int part = 1; part <= 3; part++) {
            try (JmsSender sender = JmsSender.queue(broker, "restarted")) {
                sender.numbered(sent, count * part / 3);
            }
            sent = count * part / 3;
            if (part < 3) {
                sink.awaitEvents(sent / 2);
                broker.kill();
                broker.start(Lifetime.WITH_THIS_PROCESS);
                broker.awaitReady();
            }
        }
    }

    @Test
    void factory_byJndi_isLookedUp() throws Exception {
        ListSink sink = ListSink.large();
        String source = "{jms: {jndi: {factory: cf, properties: {java.naming.factory.initial: "
                + "org.apache.activemq.artemis.jndi.ActiveMQInitialContextFactory, connectionFactory.cf: \""
                + JmsSender.url(broker) + "\"}}, queue: jndi}}";
        try (JmsSender sender = JmsSender.queue(broker, "jndi");
                Receiver receiver = Definitions.started(source, sink, logLines)) {
            sender.text("found");

            sink.awaitEvents(1);
            assertThat(receiver.where()).isEqualTo("queue \"jndi\" at JNDI name \"cf\"");
        }
    }

    private String queue(String name) {
        return source("queue: " + name);
    }

    private String topic(String name) {
        return source("topic: " + name);
    }

    private String source(String destination) {
        return "{jms: {factory: org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory, url: \""
                + JmsSender.url(broker) + "\", username: any, password: any, " + destination + "}}";
    }

    private int left(String queue) throws JMSException {
        try (JmsSender sender = JmsSender.queue(broker, queue)) {
            return sender.left();
        }
    }

    private static List<String> numbered(int count) {
        return IntStream.range(0, count).mapToObj(i -> "e" + i).toList();
    }
}
