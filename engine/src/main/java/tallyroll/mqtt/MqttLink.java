package tallyroll.mqtt;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption.RetainedHandlingPolicy;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import tallyroll.retry.Waits;

/** One connection, from CONNECT to its end. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails here closes the connection, and that is seen
final class MqttLink extends SimpleChannelInboundHandler<MqttMessage> {
    private static final int KEEP_ALIVE_SECONDS = 60;
    private static final int GOOD_BYE_MILLIS = 1_000;
    /** As in version 3.1.1, a session lasts until somebody ends it. */
    private static final int FOR_EVER = -1;

    private static final int RECEIVE_MAXIMUM = 32_767;
    private static final int REFUSED = 0x80;

    private static final MqttMessage PING =
            new MqttMessage(new MqttFixedHeader(MqttMessageType.PINGREQ, false, MqttQoS.AT_MOST_ONCE, false, 0));
    private static final MqttMessage DISCONNECT =
            new MqttMessage(new MqttFixedHeader(MqttMessageType.DISCONNECT, false, MqttQoS.AT_MOST_ONCE, false, 0));

    private final MqttSettings settings;
    private final Sessions sessions;
    private final Function<ChannelHandlerContext, MqttConsumer> consumers;
    private MqttConsumer binding;
    private boolean subscribed;
    private boolean finished;
    private String why = "";

    /** What is remembered of the session from one connection to the next. */
    interface Sessions {
        /** Whether this process has subscribed before. */
        boolean known();

        void subscribed();

        /** The broker has forgotten the session. */
        void lost();
    }

    /** @param consumers makes the consumer of a connection */
    MqttLink(MqttSettings settings, Sessions sessions, Function<ChannelHandlerContext, MqttConsumer> consumers) {
        this.settings = settings;
        this.sessions = sessions;
        this.consumers = consumers;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        binding = consumers.apply(ctx);
        ctx.writeAndFlush(connect());
        ctx.executor().schedule(() -> answered(ctx), Waits.MQTT_ANSWER.millis(), TimeUnit.MILLISECONDS);
    }

    private MqttConnectMessage connect() {
        MqttMessageBuilders.ConnectBuilder connect = MqttMessageBuilders.connect()
                .protocolVersion(settings.version())
                .clientId(settings.client())
                .cleanSession(false)
                .keepAlive(KEEP_ALIVE_SECONDS);
        settings.username().ifPresent(username -> connect.hasUser(true)
                .username(username)
                .hasPassword(true)
                .password(settings.password().getBytes(StandardCharsets.UTF_8)));
        if (settings.isVersion5()) {
            MqttProperties properties = new MqttProperties();
            properties.add(new IntegerProperty(MqttProperties.SESSION_EXPIRY_INTERVAL, FOR_EVER));
            properties.add(new IntegerProperty(MqttProperties.RECEIVE_MAXIMUM, RECEIVE_MAXIMUM));
            connect.properties(properties);
        }
        return connect.build();
    }

    private void answered(ChannelHandlerContext ctx) {
        if (!subscribed && ctx.channel().config().isAutoRead()) {
            end(
                    ctx,
                    "no answer to CONNECT and SUBSCRIBE for "
                            + Waits.MQTT_ANSWER.limit().toSeconds() + " s");
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, MqttMessage message) {
        if (finished) {
            return;
        }
        if (message.decoderResult().isFailure()) {
            end(ctx, "a packet cannot be read: " + message.decoderResult().cause());
            return;
        }
        switch (message.fixedHeader().messageType()) {
            case PUBLISH -> publish(ctx, (MqttPublishMessage) message);
            case CONNACK -> connected(ctx, (MqttConnAckMessage) message);
            case SUBACK -> subscribed(ctx, (MqttSubAckMessage) message);
            case DISCONNECT -> end(ctx, MqttReasons.text(reason(message), settings.isVersion5()));
            default -> {
                // PINGRESP: that it was read is all that counts
            }
        }
    }

    private void publish(ChannelHandlerContext ctx, MqttPublishMessage message) {
        switch (message.fixedHeader().qosLevel()) {
            case AT_MOST_ONCE -> binding.take(message.payload(), 0);
            case AT_LEAST_ONCE ->
                binding.take(message.payload(), message.variableHeader().packetId());
            default -> end(ctx, "it sends at QoS 2, though QoS 1 was subscribed to");
        }
    }

    private void connected(ChannelHandlerContext ctx, MqttConnAckMessage message) {
        int code =
                Byte.toUnsignedInt(message.variableHeader().connectReturnCode().byteValue());
        if (code != 0) {
            end(ctx, MqttReasons.text(code, settings.isVersion5()));
            return;
        }
        keepAlive(ctx, message.variableHeader().properties());
        boolean present = message.variableHeader().isSessionPresent();
        if (sessions.known() && !present) {
            sessions.lost();
        }
        if (sessions.known() && present) {
            done();
        } else {
            ctx.writeAndFlush(subscribe());
        }
    }

    private void keepAlive(ChannelHandlerContext ctx, MqttProperties properties) {
        int seconds = KEEP_ALIVE_SECONDS;
        if (properties.getProperty(MqttProperties.SERVER_KEEP_ALIVE) instanceof IntegerProperty wanted
                && wanted.value() > 0) {
            seconds = wanted.value();
        }
        // Anything read counts as life, and pings make sure that there is something to read.
        ctx.pipeline().addFirst(new IdleStateHandler(seconds * 3 / 2, Math.max(1, seconds / 2), 0));
    }

    private MqttMessage subscribe() {
        MqttMessageBuilders.SubscribeBuilder subscribe =
                MqttMessageBuilders.subscribe().messageId(1);
        if (settings.isVersion5()) {
            // Retained messages come once, with the session's first subscription, and not after every reconnect.
            subscribe.addSubscription(
                    settings.filter(),
                    new MqttSubscriptionOption(
                            MqttQoS.AT_LEAST_ONCE,
                            false,
                            false,
                            RetainedHandlingPolicy.SEND_AT_SUBSCRIBE_IF_NOT_YET_EXISTS));
        } else {
            subscribe.addSubscription(MqttQoS.AT_LEAST_ONCE, settings.filter());
        }
        return subscribe.build();
    }

    private void subscribed(ChannelHandlerContext ctx, MqttSubAckMessage message) {
        List<Integer> granted = message.payload().reasonCodes();
        int code = granted.isEmpty() ? REFUSED : granted.get(0);
        if (code == MqttQoS.AT_LEAST_ONCE.value()) {
            done();
        } else if (code >= REFUSED) {
            end(
                    ctx,
                    "it refuses the topic filter \"" + settings.filter() + "\": "
                            + (settings.isVersion5() ? MqttReasons.text(code, true) : "version 3.1.1 gives no reason"));
        } else {
            end(ctx, "it grants QoS " + code + " only, which loses messages; QoS 1 is needed");
        }
    }

    private void done() {
        subscribed = true;
        sessions.subscribed();
    }

    private static int reason(MqttMessage message) {
        return message.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header
                ? Byte.toUnsignedInt(header.reasonCode())
                : 0;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        binding.handOn();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof IdleStateEvent idle) {
            if (idle.state() == IdleState.WRITER_IDLE) {
                ctx.writeAndFlush(PING);
            } else if (ctx.channel().config().isAutoRead()) {
                end(ctx, "it has been silent for longer than the keep-alive time");
            }
        } else if (event instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess()) {
            end(ctx, "TLS: " + handshake.cause());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable fault) {
        end(ctx, fault.toString());
    }

    /** The first reason is the one that counts; the others follow from it. */
    private void end(ChannelHandlerContext ctx, String reason) {
        if (why.isEmpty()) {
            why = reason;
        }
        ctx.close();
    }

    /** Why it ended. */
    String why() {
        return why.isEmpty() ? "the connection was closed" : why;
    }

    /** Takes no more, waits until what was taken is acknowledged, and says good-bye. */
    void finish() {
        binding.finish(this::disconnect);
    }

    /**
     * What still comes is read and left to the broker; a socket that is closed with something unread in it resets the connection, and
     * that may overtake the last acknowledgements. So the broker is left to close it.
     */
    private void disconnect() {
        if (!finished) {
            finished = true;
            ChannelHandlerContext ctx = binding.ctx();
            ctx.writeAndFlush(DISCONNECT);
            ctx.channel().config().setAutoRead(true);
            ctx.executor().schedule(() -> ctx.close(), GOOD_BYE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }
}
