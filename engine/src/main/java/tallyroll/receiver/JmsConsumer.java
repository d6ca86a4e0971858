package tallyroll.receiver;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * What one session receives. Messages that are there are gathered into parcels, parcels into a wave, and a wave is acknowledged at
 * once, when all of it is safe: acknowledging is a round trip and a write to the broker's disk, too dear for every parcel.
 *
 * <p>Why acknowledging the newest message is right: in {@code CLIENT_ACKNOWLEDGE} it acknowledges all that its session received
 * before, and in this session nothing is received between a wave's last offer and its acknowledgement.
 */
final class JmsConsumer {
    private static final int PARCEL_EVENTS = 500;
    private static final int PARCEL_BYTES = 256 << 10;
    /** As long as the broker has more, a wave goes on until its first parcel is safe and it has this many. */
    private static final int WAVE_PARCELS = 8;
    /** But no further than this, 16 MB: so much is in memory at most, and may come twice after a crash. */
    private static final int MOST_WAVE_PARCELS = 64;

    private static final long WAIT_MILLIS = 500;

    private final ReceiverContext reception;
    private final MessageConsumer consumer;
    private final Underway underway;
    private final ShutdownDeadline closing;
    private final AtomicReference<String> lostBy;
    private final JmsPayload payload;
    private final EventBatch.Builder gathered = EventBatch.builder();
    private Message newest;

    /** @param lostBy why the connection was lost; null while it was not */
    JmsConsumer(
            ReceiverContext reception,
            MessageConsumer consumer,
            Underway underway,
            ShutdownDeadline closing,
            AtomicReference<String> lostBy) {
        this.reception = reception;
        this.consumer = consumer;
        this.underway = underway;
        this.closing = closing;
        this.lostBy = lostBy;
        payload = new JmsPayload(reception);
    }

    /**
     * Receives until the connection is lost or the receiver ends.
     *
     * @param what for people: what is read, and where
     */
    void run(Connection connection, String what, Backoff pauses) throws JMSException, InterruptedException {
        connection.start();
        reception.notice("jms: reading " + what);
        BooleanSupplier lost = () -> lostBy.get() != null;
        boolean going = true;
        while (going && !lost.getAsBoolean()) {
            boolean more = !closing.hasBegun() && gather();
            pauses.reset();
            going = gathered.count() == 0 || underway.offer(gathered.build(), lost);
            if (going && (!more || waveIsLong())) {
                going = underway.awaitSafe(lost);
                if (going && newest != null) {
                    newest.acknowledge();
                    newest = null;
                }
                going &= !closing.hasBegun();
            }
        }
    }

    private boolean waveIsLong() {
        return underway.count() >= MOST_WAVE_PARCELS || (underway.count() >= WAVE_PARCELS && underway.oldestIsDone());
    }

    /** Takes what is there, up to a parcel; waits only for the first message of a wave. False if there is no more. */
    private boolean gather() throws JMSException {
        Message message = newest == null ? consumer.receive(WAIT_MILLIS) : consumer.receiveNoWait();
        while (message != null) {
            newest = message;
            byte[] bytes = payload.of(message);
            gathered.add(bytes, 0, bytes.length);
            if (gathered.count() >= PARCEL_EVENTS || gathered.size() >= PARCEL_BYTES) {
                return true;
            }
            message = consumer.receiveNoWait();
        }
        return false;
    }
}
