package tallyroll.flow;

import java.util.Iterator;

/**
 * The map side of a batch in one task, as four steps, each of which makes of the step before it what the next one works on.
 *
 * <p>Nothing is read before the iterator that the last step gives is pulled; then every event goes through all four in one pass.
 * The iterator ends only after the record has confirmed everything, and an apply task starts only when every map iterator has
 * ended: that is the barrier of rule R6. Not thread-safe.
 */
public interface MapTask extends AutoCloseable {
    /** <b>read</b>: the raw events of this task's share of the batch. */
    RawEvents read();

    /** Bytes, and where they are from. */
    interface RawEvents {
        /** <b>decode</b>: events of the bytes, or the reason why they are none. */
        DecodedEvents decode();
    }

    /** Events, each with its fields, time and identity. */
    interface DecodedEvents {
        /** <b>record</b>: what new events are kept, and of every identity which event counts. */
        RecordedEvents record();
    }

    /** Events that the record holds. */
    interface RecordedEvents {
        /** <b>summarise</b>: partials by rollup, group and finest bucket, and at the end the task's {@link TaskStats}. */
        Iterator<ShuffleRecord> summarise();
    }

    @Override
    void close();
}
