package tallyroll.receiver;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Hands on what one connection receives, and acknowledges it. Everything here runs on the connection's event loop and none of it
 * waits.
 *
 * <p>Acknowledgements go out in the order in which the messages came, as the standard demands [MQTT-4.6.0-2], whatever the order in
 * which parcels become safe. A parcel is acknowledged on the connection that brought it or not at all: after a reconnect the broker
 * sends again what it has no acknowledgement of, and by then a packet id may mean another message.
 *
 * <p>The sender is held back by not reading. The socket's window closes, and the broker keeps the rest in its session. This works
 * for both versions; the receive maximum, which only version 5 has, is there to bound what may come twice.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails here closes the connection, and that is seen
final class MqttConsumer {
    private static final int PARCEL_EVENTS = 500;
    private static final int PARCEL_BYTES = 256 << 10;
    /** Reading stops when so much is under way, and goes on when half of it is acknowledged. */
    private static final long MOST_BYTES = 8L << 20;

    private static final int PUBACK = 0x40_02_00_00;

    private final ReceiverContext reception;
    private final ChannelHandlerContext context;
    private final RateLimitedLog full;
    private final Backoff pauses;
    private final Consumer<Runnable> whenRoom;
    private final Deque<Due> dues = new ArrayDeque<>();
    private final EventBatch.Builder gathered = EventBatch.builder();
    private final int max;
    private int[] ids = new int[PARCEL_EVENTS];
    private int idCount;
    private byte[] scratch = new byte[1024];
    private long bytesUnderway;
    private boolean waitingForRoom;
    private Optional<Runnable> whenQuiet = Optional.empty();

    /** @param whenRoom calls back on the event loop once the inlet may have room */
    MqttConsumer(
            ReceiverContext reception,
            ChannelHandlerContext context,
            RateLimitedLog full,
            Backoff pauses,
            Consumer<Runnable> whenRoom) {
        this.reception = reception;
        this.context = context;
        this.full = full;
        this.pauses = pauses;
        this.whenRoom = whenRoom;
        max = reception.examiner().mostBytes() + 1;
    }

    /** A parcel and whom to thank for it. */
    private static final class Due {
        private final EventBatch parcel;
        private final int[] ids;
        private State state = State.WAITING;

        private Due(EventBatch parcel, int[] ids) {
            this.parcel = parcel;
            this.ids = ids;
        }
    }

    private enum State {
        /** For room. */
        WAITING,
        OFFERED,
        SAFE
    }

    ChannelHandlerContext context() {
        return context;
    }

    /** @param id 0 for a message at QoS 0, which is not acknowledged */
    void take(ByteBuf payload, int id) {
        int length = Math.min(payload.readableBytes(), max);
        if (scratch.length < length) {
            scratch = new byte[length];
        }
        payload.getBytes(payload.readerIndex(), scratch, 0, length);
        gathered.add(scratch, 0, length);
        if (id != 0) {
            if (idCount == ids.length) {
                ids = Arrays.copyOf(ids, idCount * 2);
            }
            ids[idCount++] = id;
        }
        if (gathered.count() >= PARCEL_EVENTS || gathered.size() >= PARCEL_BYTES) {
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
        bytesUnderway += due.parcel.weight();
        if (waitingForRoom || !offer(due)) {
            waitForRoom();
        }
        readOrNot();
    }

    private boolean offer(Due due) {
        Optional<CompletionStage<Void>> stage = reception.sink().offer(due.parcel);
        stage.ifPresent(taken -> {
            due.state = State.OFFERED;
            taken.whenComplete((nothing, fault) -> context.executor().execute(() -> done(due, fault)));
        });
        return stage.isPresent();
    }

    private void waitForRoom() {
        full.happened();
        if (!waitingForRoom) {
            waitingForRoom = true;
            whenRoom.accept(this::offerWaiting);
        }
    }

    private void offerWaiting() {
        waitingForRoom = false;
        for (Due due : dues) {
            if (due.state == State.WAITING && isConnected() && !offer(due)) {
                waitForRoom();
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
            pauses.reset();
            due.state = State.SAFE;
            acknowledge();
            readOrNot();
        } else {
            Duration pause = pauses.next();
            reception.notice("mqtt: " + due.parcel.count() + " events could not be taken in (" + fault
                    + "); they are offered again in " + pause.toMillis() + " ms");
            due.state = State.WAITING;
            context.executor().schedule(this::offerFailed, pause.toMillis(), TimeUnit.MILLISECONDS);
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
        ByteBuf answer = context.alloc().buffer();
        while (!dues.isEmpty() && dues.element().state == State.SAFE) {
            Due oldest = dues.remove();
            bytesUnderway -= oldest.parcel.weight();
            for (int id : oldest.ids) {
                answer.writeInt(PUBACK | id);
            }
        }
        context.writeAndFlush(answer);
    }

    private void readOrNot() {
        boolean reading = context.channel().config().isAutoRead();
        boolean read =
                !waitingForRoom && whenQuiet.isEmpty() && bytesUnderway < (reading ? MOST_BYTES : MOST_BYTES / 2);
        if (read != reading) {
            context.channel().config().setAutoRead(read);
        }
    }

    private boolean isConnected() {
        return context.channel().isActive();
    }

    /** Nothing is under way, or only what the inlet has no room for. */
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
