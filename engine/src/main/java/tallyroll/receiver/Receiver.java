package tallyroll.receiver;

/**
 * One receiver at work. Threads are its own; {@link #start} and {@link #close} are called once each, by one thread.
 *
 * <p>What it must keep: bounded memory; an acknowledgement only after the sink's stage completed; back-pressure to the sender
 * when the sink is full (no reading, no acknowledging, 429), never a dropped event; connections lost are made again with
 * back-off, for as long as it runs, and told by {@link ReceiverContext#notice}.
 */
public interface Receiver extends AutoCloseable {
    /**
     * Begins to receive. A server it listens with is listening when this returns; one it connects to may still be away.
     *
     * @throws ReceiverException when it can never work: the port is taken, a class or an option is missing
     */
    void start();

    /** What it listens at or connects to, for people: {@code http://127.0.0.1:8080/events}. */
    String where();

    /** Takes no more, waits a few seconds for what was offered to be acknowledged, and lets go of threads and connections. */
    @Override
    void close();
}
