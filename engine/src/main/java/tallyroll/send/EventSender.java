package tallyroll.send;

import java.util.List;
import tallyroll.bytes.Slice;

/** Sends events to one target, in the order in which they are given. Not thread-safe. */
public interface EventSender extends AutoCloseable {
    /**
     * Sends an event, now or with some after it.
     *
     * @param key of a Kafka record; null for none
     * @throws SendException where an event, perhaps an earlier one, could not be sent
     */
    void send(Slice event, byte[] key);

    /**
     * As {@link #send(Slice, byte[])}, with what goes beside it where the target has a place for it.
     *
     * @throws SendException where an event, perhaps an earlier one, could not be sent
     */
    default void sendBeside(Slice event, Beside beside) {
        send(event, beside.key());
    }

    /**
     * Returns once all that was given is confirmed.
     *
     * @throws SendException where it is not
     */
    Receipt finish();

    /** Where events go, for people. */
    String target();

    /** Gives up what is not confirmed. */
    @Override
    void close();

    /**
     * What the target has said.
     *
     * @param taken confirmed events, the rejected among them
     * @param rejected those that the target took as dead letters
     * @param notes what people should know, such as why events are rejected
     */
    record Receipt(long taken, long rejected, List<String> notes) {
        public Receipt {
            notes = List.copyOf(notes);
        }
    }
}
