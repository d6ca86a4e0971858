package tallyroll.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttProperties;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.receiver.AcceptingSink;
import tallyroll.receiver.EventBatch;
import tallyroll.receiver.RateLimitedLog;
import tallyroll.receiver.ReceiverContext;
import tallyroll.receiver.ReceiverContexts;
import tallyroll.retry.Retries;

/** One connection, packet by packet; what a broker sends is written here in hexadecimal, as the standards show it. */
class MqttLinkTest {
    private static final String CONNACK_3 = "20020000";
    private static final String CONNACK_5 = "2003000000";
    private static final String SUBACK_3 = "9003000101";
    private static final String SUBACK_5 = "900400010001";

    private final AcceptingSink sink = new AcceptingSink();
    private final List<String> notices = new ArrayList<>();
    private final List<Runnable> waitingForRoom = new ArrayList<>();
    private final List<String> session = new ArrayList<>();
    private boolean known;
    private MqttLink link;
    private EmbeddedChannel channel;

    @Test
    void connect_version5_asksForASessionThatStays() {
        MqttConnectMessage connect = connect(Map.of("username", "u", "password", "p"));

        assertThat(connect.variableHeader().version()).isEqualTo(5);
        assertThat(connect.variableHeader().isCleanSession()).isFalse();
        assertThat(connect.payload().clientIdentifier()).isEqualTo("tallyroll-readings");
        assertThat(connect.payload().userName()).isEqualTo("u");
        assertThat(connect.payload().passwordInBytes()).isEqualTo(new byte[] {'p'});
        assertThat(property(connect, MqttProperties.SESSION_EXPIRY_INTERVAL)).isEqualTo(-1);
        assertThat(property(connect, MqttProperties.RECEIVE_MAXIMUM)).isEqualTo(32_767);
    }

    @Test
    void connect_version3_asksForASessionThatStays() {
        MqttConnectMessage connect = connect(Map.of("version", "3"));

        assertThat(connect.variableHeader().version()).isEqualTo(4);
        assertThat(connect.variableHeader().isCleanSession()).isFalse();
        assertThat(connect.variableHeader().hasUserName()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "3, 20020005, this client is not authorised (reason 0x05)",
        "3, 20020001, it does not speak MQTT 3.1.1; set version to 5 (reason 0x01)",
        "5, 2003008600, the username or the password is wrong (reason 0x86)",
        "5, 2003008400, it does not speak MQTT 5; set version to 3 (reason 0x84)",
        "5, e0028e00, another client connected by the same client id; each receiver needs its own (reason 0x8e)"
    })
    void connection_refused_saysWhy(String version, String answer, String why) {
        open(Map.of("version", version));

        receive(answer);

        assertThat(channel.isOpen()).isFalse();
        assertThat(link.why()).isEqualTo(why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3|20020000|9003000180|it refuses the topic filter \"t\": version 3.1.1 gives no reason",
                "5|2003000000|90040001009e|it refuses the topic filter \"t\": it has no shared subscriptions (reason 0x9e)",
                "5|2003000000|900400010000|it grants QoS 0 only, which loses messages; QoS 1 is needed"
            })
    void subscription_refused_saysWhy(String version, String connack, String suback, String why) {
        open(Map.of("version", version));

        receive(connack);
        receive(suback);

        assertThat(channel.isOpen()).isFalse();
        assertThat(link.why()).isEqualTo(why);
    }

    @Test
    void acknowledgements_secondBatchSafeFirst_keepTheOrderOfMessages() {
        subscribe();
        receive(publish(7, "a") + publish(9, "b"));
        receive(publish(3, "c"));
        assertThat(sink.batches()).extracting(EventBatch::count).containsExactly(2, 1);

        complete(1);
        assertThat(sent()).isEmpty();

        complete(0);
        assertThat(sent()).isEqualTo("4002000740020009" + "40020003");
    }

    @Test
    void stage_failed_isOfferedAgainAndAcknowledgedThen() {
        subscribe();
        receive(publish(1, "a"));

        sink.stage(0).completeExceptionally(new IllegalStateException("no disk"));
        channel.runPendingTasks();
        assertThat(sent()).isEmpty();
        assertThat(notices).singleElement().asString().contains("1 events could not be taken in", "no disk");

        channel.advanceTimeBy(1, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        complete(1);
        assertThat(sent()).isEqualTo("40020001");
    }

    @Test
    void sink_full_isNotReadForUntilThereIsRoom() {
        subscribe();
        sink.full(true);

        receive(publish(1, "a"));
        assertThat(channel.config().isAutoRead()).isFalse();
        assertThat(sent()).isEmpty();
        assertThat(notices).containsExactly("full");

        sink.full(false);
        waitingForRoom.remove(0).run();
        assertThat(channel.config().isAutoRead()).isTrue();
        complete(0);
        assertThat(sent()).isEqualTo("40020001");
    }

    @Test
    void inFlight_muchBytes_isNotReadForUntilHalfIsSafe() {
        subscribe();
        String long1000 = "x".repeat(1000);

        int batches = 0;
        while (channel.config().isAutoRead()) {
            receive(publish(1, long1000).repeat(100));
            batches++;
        }
        assertThat(batches).isBetween(80, 90);

        for (int batch = 0; batch < batches / 2 + 2; batch++) {
            complete(batch);
        }
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void message_longerThanAnEventMayBe_isCutHoweverItComes() {
        subscribe();
        byte[] bytes = ByteBufUtil.decodeHexDump(publish(5, "x".repeat(300_000)) + publish(6, "next"));
        Random random = new Random(3);
        for (int from = 0; from < bytes.length; ) {
            int to = Math.min(bytes.length, from + 1 + random.nextInt(from < 100 ? 1 : 40_000));
            channel.writeInbound(Unpooled.copiedBuffer(bytes, from, to - from));
            from = to;
        }

        assertThat(sink.batches()).extracting(batch -> batch.length(0)).containsExactly(1025, 4);
        complete(0);
        complete(1);
        assertThat(sent()).isEqualTo("4002000540020006");
    }

    @Test
    void message_atQos0_isHandedOnAndNotAcknowledged() {
        subscribe();

        receive("3005" + "000174" + "00" + "61");

        assertThat(sink.batches()).hasSize(1);
        complete(0);
        assertThat(sent()).isEmpty();
    }

    @Test
    void session_stillThere_isNotSubscribedToAgain() {
        known = true;
        open(Map.of());

        receive("2003010000");

        assertThat(sent()).isEmpty();
        assertThat(session).containsExactly("subscribed");
    }

    @Test
    void session_forgottenByTheBroker_isToldAndSubscribedToAgain() {
        known = true;
        open(Map.of());

        receive(CONNACK_5);

        assertThat(sent()).startsWith("82");
        assertThat(session).containsExactly("lost");
    }

    @Test
    void connection_ended_isNotAcknowledgedToAnyMore() {
        subscribe();
        receive(publish(1, "a"));

        channel.close().syncUninterruptibly();
        complete(0);

        assertThat(sent()).isEmpty();
    }

    @Test
    void finish_waitsForWhatIsUnderWayAndSaysGoodBye() {
        subscribe();
        receive(publish(1, "a"));

        link.finish();
        assertThat(channel.isOpen()).isTrue();
        complete(0);

        assertThat(sent()).isEqualTo("40020001" + "e000");
        receive(publish(2, "b"));
        assertThat(sink.batches()).hasSize(1);

        channel.advanceTimeBy(1, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void broker_silent_isLeft() {
        subscribe();
        channel.advanceTimeBy(100, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();

        assertThat(link.why()).isEqualTo("it has been silent for longer than the keep-alive time");
    }

    @Test
    void answer_none_isNotWaitedForForEver() {
        open(Map.of("version", "3"));
        channel.advanceTimeBy(21, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();

        assertThat(link.why()).isEqualTo("no answer to CONNECT and SUBSCRIBE for 20 s");
    }

    @Test
    void subscribe_version3_asksForQos1() {
        open(Map.of("version", "3"));
        receive(CONNACK_3);
        assertThat(sent()).isEqualTo("8206" + "0001" + "000174" + "01");

        receive(SUBACK_3);
        assertThat(session).containsExactly("subscribed");
    }

    private MqttConnectMessage connect(Map<String, String> more) {
        start(more);
        EmbeddedChannel broker = new EmbeddedChannel(new MqttDecoder());
        for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
            broker.writeInbound(bytes);
        }
        return broker.readInbound();
    }

    private static Object property(MqttConnectMessage connect, int id) {
        return connect.variableHeader().properties().getProperty(id).value();
    }

    private void subscribe() {
        open(Map.of());
        receive(CONNACK_5);
        receive(SUBACK_5);
        sent();
        assertThat(session).containsExactly("subscribed");
    }

    private void open(Map<String, String> more) {
        start(more);
        sent();
    }

    private void start(Map<String, String> more) {
        StringBuilder source = new StringBuilder("mqtt: {server: \"broker:1883\", topic: t");
        more.forEach(
                (key, value) -> source.append(", ").append(key).append(": ").append(value));
        ReceiverContext context = ReceiverContexts.of(source + "}", sink, notices::add);
        MqttLink.Sessions sessions = new MqttLink.Sessions() {
            @Override
            public boolean known() {
                return known;
            }

            @Override
            public void subscribed() {
                session.add("subscribed");
            }

            @Override
            public void lost() {
                session.add("lost");
            }
        };
        RateLimitedLog full = new RateLimitedLog("full", notices::add, System::nanoTime);
        link = new MqttLink(
                MqttSettings.of(context.pipeline(), context.settings()),
                sessions,
                ctx -> new MqttConsumer(
                        context,
                        ctx,
                        full,
                        Retries.RECEIVER_OFFER.backoff(new Random(1)),
                        (weight, then) -> waitingForRoom.add(then)));
        int max = 128 * 1024 + context.validator().maxBytes() + 1;
        channel = new EmbeddedChannel(new FrameDecoder(max), new MqttDecoder(max), MqttEncoder.INSTANCE, link);
    }

    private void receive(String hex) {
        channel.writeInbound(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex)));
    }

    private void complete(int batch) {
        sink.stage(batch).complete(null);
        channel.runPendingTasks();
    }

    /** What was sent since the last time. */
    private String sent() {
        StringBuilder hex = new StringBuilder();
        for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
            hex.append(ByteBufUtil.hexDump(bytes));
        }
        return hex.toString();
    }

    /** PUBLISH of version 5 at QoS 1 to topic "t". */
    private static String publish(int id, String payload) {
        String rest = "000174" + "%04x".formatted(id) + "00" + ByteBufUtil.hexDump(payload.getBytes(UTF_8));
        return "32" + lengthOf(rest.length() / 2) + rest;
    }

    private static String lengthOf(int bytes) {
        StringBuilder hex = new StringBuilder();
        int left = bytes;
        while (left >= 128) {
            hex.append("%02x".formatted(left % 128 + 128));
            left /= 128;
        }
        return hex.append("%02x".formatted(left)).toString();
    }
}
