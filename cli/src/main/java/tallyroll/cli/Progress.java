package tallyroll.cli;

/** Shows how far long work has come. May be called from any thread. */
public interface Progress extends AutoCloseable {
    /** So many more are done. */
    void step(long count);

    /** Says that the work is over. */
    @Override
    void close();
}
