package tallyroll.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import tallyroll.bytes.Slice;
import tallyroll.receiver.EventBatch;
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
    private final Deque<Due> dues = new ArrayDeque<>();
    private final EventBatch.Builder gathered = EventBatch.builder();
    private final int max;
    private int[] ids = new int[BATCH_EVENTS];
    private int idCount;
    private byte[] scratch = new byte[1024];
    private long bytesInFlight;
    private boolean waitingForRoom;
    private Optional<Runnable> whenQuiet = Optional.empty();

    /** @param room calls back on the event loop once the sink may have it */
    MqttConsumer(ReceiverContext context, ChannelHandlerContext ctx, RateLimitedLog full, Backoff backoff, Room room) {
        this.context = context;
        this.ctx = ctx;
        this.full = full;
        this.backoff = backoff;
        this.room = room;
        max = context.validator().maxBytes() + 1;
    }

    /** Waits for room in the sink elsewhere than on the event loop. */
    interface Room {
        /** @param then is called on the event loop once a batch of this weight may be taken */
        void await(long weight, Runnable then);
    }

    /** A batch and whom to thank for it. */
    private static final class Due {
        private final EventBatch batch;
        private final int[] ids;
        private State state = State.WAITING;

        private Due(EventBatch batch, int[] ids) {
            this.batch = batch;
            this.ids = ids;
        }
    }

    private enum State {
        /** For room. */
        WAITING,
        OFFERED,
        SAFE
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
        Due due = new Due(gathered.build(), Arrays.copyOf(ids, idCount));
        idCount = 0;
        dues.add(due);
        bytesInFlight += due.batch.weight();
        if (waitingForRoom || !offer(due)) {
            waitForRoom(due);
        }
        readOrNot();
    }

    private boolean offer(Due due) {
        Optional<CompletionStage<Void>> stage = context.sink().offer(due.batch);
        stage.ifPresent(taken -> {
            due.state = State.OFFERED;
            taken.whenComplete((nothing, fault) -> ctx.executor().execute(() -> done(due, fault)));
        });
        return stage.isPresent();
    }

    private void waitForRoom(Due due) {
        full.happened();
        if (!waitingForRoom) {
            waitingForRoom = true;
            room.await(due.batch.weight(), this::offerWaiting);
        }
    }

    private void offerWaiting() {
        waitingForRoom = false;
        for (Due due : dues) {
            if (due.state == State.WAITING && isConnected() && !offer(due)) {
                waitForRoom(due);
                return;
            }
        }
        readOrNot();
    }

    private void done(Due due, Throwable fault) {
        if (!isConnected()) {
            return;
        }
        if (fault == null) {
            backoff.reset();
            due.state = State.SAFE;
            acknowledge();
            readOrNot();
        } else {
            Duration pause = backoff.next();
            context.notice("mqtt: " + due.batch.count() + " events could not be taken in (" + fault
                    + "); they are offered again in " + pause.toMillis() + " ms");
            due.state = State.WAITING;
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
        if (dues.element().state != State.SAFE) {
            return;
        }
        ByteBuf answer = ctx.alloc().buffer();
        while (!dues.isEmpty() && dues.element().state == State.SAFE) {
            Due oldest = dues.remove();
            bytesInFlight -= oldest.batch.weight();
            for (int id : oldest.ids) {
                answer.writeInt(PUBACK | id);
            }
        }
        ctx.writeAndFlush(answer);
    }

    private void readOrNot() {
        boolean reading = ctx.channel().config().isAutoRead();
        boolean read = !waitingForRoom && whenQuiet.isEmpty() && bytesInFlight < (reading ? MAX_BYTES : MAX_BYTES / 2);
        if (read != reading) {
            ctx.channel().config().setAutoRead(read);
        }
    }

    private boolean isConnected() {
        return ctx.channel().isActive();
    }

    /** Nothing is under way, or only what the sink has no room for. */
    private boolean isQuiet() {
        return dues.isEmpty() || dues.element().state == State.WAITING;
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
