package tallyroll.measure;

import tallyroll.bytes.ByteWriter;
import tallyroll.event.Event;

/**
 * A measure's state over some events. Not thread-safe. Only partials of one and the same {@link Measure} merge.
 */
public interface Partial {
    /**
     * Adds one event. Null fields are skipped, as SQL aggregates do.
     *
     * @throws ArithmeticException where an exact integer would leave its column's range; the message names the value
     */
    void fold(Event event);

    /**
     * Adds another partial of the same measure, which stays as it was.
     *
     * @throws ArithmeticException as {@link #fold}
     */
    void merge(Partial other);

    /** Writes the state: a version byte, then the measure's canonical bytes. */
    void write(ByteWriter out);

    /** Puts the values of {@link Measure#columns} into {@code values} from {@code at} on; null where there is no answer. */
    void values(Object[] values, int at);
}
