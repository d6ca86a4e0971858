package tallyroll.trial;

import java.util.List;

/** An honest sender: sends each event until the other side has acknowledged it, and never again after that. */
interface Sender extends AutoCloseable {
    /** Returns when every event is acknowledged, however long the other side is down. One call at a time. */
    void send(List<byte[]> events);

    /** Events that were acknowledged. */
    long acknowledged();

    /** Whether a request is waiting for its answer now. */
    boolean isInFlight();

    /** Events that were sent again because no answer came. */
    long repeated();

    /** Gives up what is not yet acknowledged. */
    @Override
    void close();
}
