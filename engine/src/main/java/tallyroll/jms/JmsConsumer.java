package tallyroll.jms;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import tallyroll.bytes.Slice;
import tallyroll.receiver.EventBatch;
import tallyroll.receiver.ReceiverContext;
import tallyroll.receiver.Redelivery;
import tallyroll.receiver.ShutdownDeadline;
import tallyroll.retry.Backoff;

/**
 * What one session receives. Messages that are there are gathered into batches, batches into a wave, and a wave is acknowledged at
 * once, when all of it is safe: acknowledging is a round trip and a write to the broker's disk, too dear for every batch.
 *
 * <p>Why acknowledging the newest message is right: in {@code CLIENT_ACKNOWLEDGE} it acknowledges all that its session received
 * before, and in this session nothing is received between a wave's last offer and its acknowledgement.
 */
final class JmsConsumer {
    private static final int BATCH_EVENTS = 500;
    private static final int BATCH_BYTES = 256 << 10;
    /** As long as the broker has more, a wave goes on until its first batch is safe and it has this many. */
    private static final int WAVE_BATCHS = 8;
    /** But no further than this, 16 MB: so much is in memory at most, and may come twice after a crash. */
    private static final int MAX_WAVE_BATCHS = 64;

    private static final long WAIT_MILLIS = 500;

    private final ReceiverContext context;
    private final MessageConsumer consumer;
    private final Redelivery redelivery;
    private final ShutdownDeadline deadline;
    private final AtomicReference<String> lostBy;
    private final JmsPayload payload;
    private final EventBatch.Builder gathered = EventBatch.builder();
    private Message newest;

    /** @param lostBy why the connection was lost; null while it was not */
    JmsConsumer(
            ReceiverContext context,
            MessageConsumer consumer,
            Redelivery redelivery,
            ShutdownDeadline deadline,
            AtomicReference<String> lostBy) {
        this.context = context;
        this.consumer = consumer;
        this.redelivery = redelivery;
        this.deadline = deadline;
        this.lostBy = lostBy;
        payload = new JmsPayload(context);
    }

    /**
     * Receives until the connection is lost or the receiver ends.
     *
     * @param what for people: what is read, and where
     */
    void run(Connection connection, String what, Backoff backoff) throws JMSException, InterruptedException {
        connection.start();
        context.notice("jms: reading " + what);
        BooleanSupplier lost = () -> lostBy.get() != null;
        // what has no room when the end begins stays at the broker; what is offered is waited for
        BooleanSupplier refused = () -> lost.getAsBoolean() || deadline.hasBegun();
        BooleanSupplier unsafe = () -> lost.getAsBoolean() || deadline.isOver();
        boolean going = true;
        while (going && !lost.getAsBoolean()) {
            boolean more = !deadline.hasBegun() && gather();
            backoff.reset();
            going = gathered.count() == 0 || redelivery.offer(gathered.build(), refused);
            if (going && (!more || waveIsLong())) {
                going = redelivery.awaitSafe(0, unsafe);
                if (going && newest != null) {
                    newest.acknowledge();
                    newest = null;
                }
                going &= !deadline.hasBegun();
            }
        }
    }

    private boolean waveIsLong() {
        return redelivery.size() >= MAX_WAVE_BATCHS || (redelivery.size() >= WAVE_BATCHS && redelivery.isOldestDone());
    }

    /** Takes what is there, up to a batch; waits only for the first message of a wave. False if there is no more. */
    private boolean gather() throws JMSException {
        Message message = newest == null ? consumer.receive(WAIT_MILLIS) : consumer.receiveNoWait();
        while (message != null) {
            newest = message;
            byte[] bytes = payload.of(message);
            gathered.add(Slice.of(bytes));
            if (gathered.count() >= BATCH_EVENTS || gathered.size() >= BATCH_BYTES) {
                return true;
            }
            message = consumer.receiveNoWait();
        }
        return false;
    }
}
