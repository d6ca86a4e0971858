package tallyroll.replay;

import java.util.List;
import tallyroll.bytes.Slice;
import tallyroll.send.Beside;

/** Where events are replayed to. Not thread-safe. */
public interface ReplayTarget extends AutoCloseable {
    /** For people, and to tell one target from another. */
    String name();

    /**
     * Begins, or goes on; called once, before anything is sent.
     *
     * @param goesOn whether an earlier run has begun
     * @param bytes its length by the last {@link #confirm}: what it holds beyond that is taken back, where it can be
     */
    void open(boolean goesOn, long bytes);

    /** Takes an event, now or with some after it. */
    void send(Slice event, Beside beside);

    /** Returns once all that was given is safe; with the target's length where it is a file, else 0. */
    long confirm();

    /** All of it is there. Repeating it changes nothing. */
    void complete();

    /** What people should know in the end. */
    List<String> notes();

    /** Gives up what is not confirmed. */
    @Override
    void close();
}
