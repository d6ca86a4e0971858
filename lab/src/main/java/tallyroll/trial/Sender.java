package tallyroll.trial;

import java.util.List;

/** An honest sender: sends each event until the other side has taken it over, and never again after that. */
interface Sender extends AutoCloseable {
    /** Returns when every event was taken over, however long the other side is away. One call at a time. */
    void send(List<byte[]> events);

    /** Events that were taken over. */
    long acknowledged();

    /** Whether something is sent and not answered now. */
    boolean isInFlight();

    /** Events that were sent again because their answer did not come. */
    long repeated();

    /** Gives up what is not taken over yet. */
    @Override
    void close();
}
