package tallyroll.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tallyroll.bytes.Slice;
import tallyroll.receiver.EventBatch;
import tallyroll.receiver.InFlight;
import tallyroll.receiver.RateLimitedLog;
import tallyroll.receiver.ReceiverContext;
import tallyroll.retry.Backoff;

/**
 * Hands on what one connection receives, and acknowledges it. Everything here runs on the connection's event loop and none of it
 * waits.
 *
 * <p>Acknowledgements go out in the order in which the messages came, as the standard demands [MQTT-4.6.0-2], whatever the order in
 * which batches become safe. A batch is acknowledged on the connection that brought it or not at all: after a reconnect the broker
 * sends again what it has no acknowledgement of, and by then a packet id may mean another message.
 *
 * <p>The sender is held back by not reading. The socket's window closes, and the broker keeps the rest in its session. This works
 * for both versions; the receive maximum, which only version 5 has, is there to bound what may come twice.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails here closes the connection, and that is seen
final class MqttConsumer {
    private static final int BATCH_EVENTS = 500;
    private static final int BATCH_BYTES = 256 << 10;
    /** Reading stops when so much is under way, and goes on when half of it is acknowledged. */
    private static final long MAX_BYTES = 8L << 20;

    private static final int PUBACK = 0x40_02_00_00;

    private final ReceiverContext context;
    private final ChannelHandlerContext ctx;
    private final RateLimitedLog full;
    private final Backoff backoff;
    private final Room room;
    /** Each with the ids of its messages. */
    private final InFlight<int[]> inFlight;

    private final EventBatch.Builder gathered = EventBatch.builder();
    private final int max;
    private int[] ids = new int[BATCH_EVENTS];
    private int idCount;
    private byte[] scratch = new byte[1024];
    private boolean waitingForRoom;
    private Optional<Runnable> whenQuiet = Optional.empty();

    /** @param room calls back on the event loop once the sink may have it */
    MqttConsumer(ReceiverContext context, ChannelHandlerContext ctx, RateLimitedLog full, Backoff backoff, Room room) {
        this.context = context;
        this.ctx = ctx;
        this.full = full;
        this.backoff = backoff;
        this.room = room;
        inFlight = new InFlight<>(context.sink(), entry -> ctx.executor().execute(() -> done(entry)));
        max = context.validator().maxBytes() + 1;
    }

    /** Waits for room in the sink elsewhere than on the event loop. */
    interface Room {
        /** @param then is called on the event loop once a batch of this weight may be taken */
        void await(long weight, Runnable then);
    }

    ChannelHandlerContext ctx() {
        return ctx;
    }

    /** @param id 0 for a message at QoS 0, which is not acknowledged */
    void take(ByteBuf payload, int id) {
        int length = Math.min(payload.readableBytes(), max);
        if (scratch.length < length) {
            scratch = new byte[length];
        }
        payload.getBytes(payload.readerIndex(), scratch, 0, length);
        gathered.add(Slice.of(scratch, 0, length));
        if (id != 0) {
            if (idCount == ids.length) {
                ids = Arrays.copyOf(ids, idCount * 2);
            }
            ids[idCount++] = id;
        }
        if (gathered.count() >= BATCH_EVENTS || gathered.size() >= BATCH_BYTES) {
            handOn();
        }
    }

    /** Offers what was gathered; to be called when there is nothing more to read for now. */
    void handOn() {
        if (gathered.count() == 0) {
            return;
        }
        InFlight.Entry<int[]> entry = inFlight.add(gathered.build(), Arrays.copyOf(ids, idCount));
        idCount = 0;
        if (waitingForRoom || !inFlight.offer(entry)) {
            waitForRoom(entry);
        }
        readOrNot();
    }

    private void waitForRoom(InFlight.Entry<int[]> entry) {
        full.happened();
        if (!waitingForRoom) {
            waitingForRoom = true;
            room.await(entry.batch().weight(), this::offerWaiting);
        }
    }

    private void offerWaiting() {
        waitingForRoom = false;
        if (isConnected()) {
            inFlight.offerWaiting().ifPresent(this::waitForRoom);
        }
        readOrNot();
    }

    private void done(InFlight.Entry<int[]> entry) {
        if (!isConnected()) {
            return;
        }
        Optional<Throwable> failure = entry.failure();
        if (failure.isEmpty()) {
            backoff.reset();
            acknowledge();
            readOrNot();
        } else {
            Duration pause = backoff.next();
            context.notice("mqtt: " + entry.batch().count() + " events could not be taken in (" + failure.get()
                    + "); they are offered again in " + pause.toMillis() + " ms");
            inFlight.retry(entry);
            ctx.executor().schedule(this::offerFailed, pause.toMillis(), TimeUnit.MILLISECONDS);
        }
        if (isQuiet()) {
            whenQuiet.ifPresent(Runnable::run);
        }
    }

    private void offerFailed() {
        if (!waitingForRoom) {
            offerWaiting();
        }
    }

    private void acknowledge() {
        List<InFlight.Entry<int[]>> safe = inFlight.removeSafe();
        if (safe.isEmpty()) {
            return;
        }
        ByteBuf answer = ctx.alloc().buffer();
        for (InFlight.Entry<int[]> entry : safe) {
            for (int id : entry.acknowledgement()) {
                answer.writeInt(PUBACK | id);
            }
        }
        ctx.writeAndFlush(answer);
    }

    private void readOrNot() {
        boolean reading = ctx.channel().config().isAutoRead();
        long bound = reading ? MAX_BYTES : MAX_BYTES / 2;
        boolean read = !waitingForRoom && whenQuiet.isEmpty() && inFlight.bytes() < bound;
        if (read != reading) {
            ctx.channel().config().setAutoRead(read);
        }
    }

    private boolean isConnected() {
        return ctx.channel().isActive();
    }

    /** Nothing is under way, or only what the sink has no room for. */
    private boolean isQuiet() {
        return inFlight.oldest().map(InFlight.Entry::isWaiting).orElse(true);
    }

    /** Reads no more, and calls back when all that was taken is acknowledged. */
    void finish(Runnable then) {
        whenQuiet = Optional.of(then);
        readOrNot();
        if (isQuiet()) {
            then.run();
        }
    }
}
