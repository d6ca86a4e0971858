package tallyroll.mqtt;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import tallyroll.pipeline.Address;
import tallyroll.receiver.RateLimitedLog;
import tallyroll.receiver.Receiver;
import tallyroll.receiver.ReceiverContext;
import tallyroll.receiver.ReceiverException;
import tallyroll.receiver.ShutdownDeadline;
import tallyroll.retry.Backoff;
import tallyroll.retry.Retries;
import tallyroll.retry.Waits;

/**
 * Subscribes to a topic filter at QoS 1, in a session that the broker keeps while nobody is connected.
 *
 * <p>Why Netty's codec and not a client library: 3.1.1 has no receive maximum, and there the only way to hold a broker back is not
 * to read from its socket, which no client library lets its user do (they read on, or stop answering pings too); and the known
 * clients are built for a Netty that Spark no longer brings, or for none and are no longer kept.
 *
 * <p>All that concerns a connection runs on one event loop; a second thread waits for room in the sink.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails here closes the connection, and that is seen
final class MqttReceiver implements Receiver {
    private static final long END_SECONDS = 6;
    private static final Duration STEP = Duration.ofMillis(200);
    /** A topic is 64 KB at most; the rest is for properties. */
    private static final int HEADER_BYTES = 128 << 10;

    private final ReceiverContext context;
    private final MqttSettings settings;
    private final RandomGenerator random;
    private final Backoff backoff;
    private final RateLimitedLog full;
    private final ShutdownDeadline deadline = new ShutdownDeadline(Waits.RECEIVER_STOP.limit());
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("tallyroll-mqtt", true), NioIoHandler.newFactory());
    private final ExecutorService roomKeeper =
            Executors.newSingleThreadExecutor(new DefaultThreadFactory("tallyroll-mqtt-room", true));
    private Optional<SSLContext> tls = Optional.empty();
    private int attempts;
    private boolean subscribedBefore;
    /** The newest connection; on the event loop only. */
    private Optional<Channel> connection = Optional.empty();

    MqttReceiver(ReceiverContext context, MqttSettings settings, RandomGenerator random) {
        this.context = context;
        this.settings = settings;
        this.random = random;
        backoff = Retries.RECEIVER_CONNECT.backoff(random);
        full = new RateLimitedLog(
                "mqtt: no room for more events, messages stay at the broker; the pipeline takes them more slowly than they come",
                context::notice,
                System::nanoTime);
    }

    @Override
    public void start() {
        if (settings.tls()) {
            try {
                tls = Optional.of(SSLContext.getDefault());
            } catch (NoSuchAlgorithmException unusable) {
                throw new ReceiverException(
                        "Cannot connect to " + settings.url(settings.servers().get(0)) + ": Java's default TLS settings"
                                + " do not work (" + unusable + "); see the system properties javax.net.ssl.*.",
                        unusable);
            }
        }
        loop.execute(this::connect);
    }

    @Override
    public String where() {
        return "topic \"" + settings.filter() + "\" at "
                + settings.url(settings.servers().get(0));
    }

    private void connect() {
        if (deadline.hasBegun()) {
            return;
        }
        Address server = settings.servers().get(attempts++ % settings.servers().size());
        MqttLink link = new MqttLink(settings, new Session(server), this::binding);
        ChannelFuture connecting = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Waits.MQTT_CONNECT.millis())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .handler(new Initializer(server, link))
                .connect(InetSocketAddress.createUnresolved(server.host(), server.port()));
        connection = Optional.of(connecting.channel());
        connecting.addListener(outcome -> {
            if (outcome.isSuccess()) {
                connecting.channel().closeFuture().addListener(closed -> again(server, link.why()));
            } else {
                again(server, outcome.cause().toString());
            }
        });
    }

    private final class Initializer extends ChannelInitializer<Channel> {
        private final Address server;
        private final MqttLink link;

        private Initializer(Address server, MqttLink link) {
            this.server = server;
            this.link = link;
        }

        @Override
        protected void initChannel(Channel channel) {
            int max = HEADER_BYTES + context.validator().maxBytes() + 1;
            tls.ifPresent(ssl -> channel.pipeline().addLast(new SslHandler(engine(ssl))));
            channel.pipeline().addLast(new FrameDecoder(max), new MqttDecoder(max), MqttEncoder.INSTANCE, link);
        }

        private SSLEngine engine(SSLContext context) {
            SSLEngine engine = context.createSSLEngine(server.host(), server.port());
            engine.setUseClientMode(true);
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            engine.setSSLParameters(parameters);
            return engine;
        }
    }

    private MqttConsumer binding(ChannelHandlerContext ctx) {
        return new MqttConsumer(
                context,
                ctx,
                full,
                Retries.RECEIVER_OFFER.backoff(random),
                (weight, then) -> whenRoom(ctx, weight, then));
    }

    /** One connection at a time waits here, so a thread is enough. */
    private void whenRoom(ChannelHandlerContext ctx, long weight, Runnable then) {
        roomKeeper.execute(() -> {
            try {
                boolean room = false;
                while (!room && !deadline.hasBegun() && ctx.channel().isActive()) {
                    room = context.sink().awaitRoom(weight, STEP);
                }
                ctx.executor().execute(then);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void again(Address server, String why) {
        if (!deadline.hasBegun()) {
            Duration pause = backoff.next();
            context.notice("mqtt: no connection to " + settings.url(server) + ": " + why + "; connecting again in "
                    + pause.toMillis() + " ms");
            loop.schedule(this::connect, pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private final class Session implements MqttLink.Sessions {
        private final Address server;

        private Session(Address server) {
            this.server = server;
        }

        @Override
        public boolean known() {
            return subscribedBefore;
        }

        @Override
        public void subscribed() {
            subscribedBefore = true;
            backoff.reset();
            context.notice("mqtt: reading topic \"" + settings.filter() + "\" at " + settings.url(server));
        }

        @Override
        public void lost() {
            context.notice(
                    "mqtt: " + settings.url(server) + " no longer knows the session of client \"" + settings.client()
                            + "\"; what was published while it was not connected did not come and must be published again");
        }
    }

    @Override
    public void close() {
        deadline.begin();
        try {
            loop.submit(this::finish).await(END_SECONDS, TimeUnit.SECONDS);
            Optional<Channel> last = loop.submit(() -> connection).await().getNow();
            if (last.isPresent()) {
                last.get().closeFuture().await(END_SECONDS, TimeUnit.SECONDS);
                last.get().close().await(END_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            roomKeeper.shutdownNow();
            loop.shutdownGracefully(0, END_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void finish() {
        connection.ifPresent(channel -> {
            MqttLink link = channel.pipeline().get(MqttLink.class);
            if (link != null && channel.isActive()) {
                link.finish();
            } else {
                channel.close();
            }
        });
    }
}
