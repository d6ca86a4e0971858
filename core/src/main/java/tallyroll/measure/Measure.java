package tallyroll.measure;

import java.util.List;
import tallyroll.bytes.ByteReader;

/**
 * A mergeable aggregate, bound to an event schema: makes, reads and restores {@link Partial}s.
 *
 * <p>Every measure obeys the laws of a commutative monoid: merging is associative and commutative, {@link #neutral} changes
 * nothing, bytes and columns round-trip, and any split of the same events into partials merges to the same bytes (unless
 * {@link #orderIndependent} is false, which the reference page states). Implementations are immutable and thread-safe; the
 * partials they make are neither.
 */
public interface Measure {
    /** A partial over no events. */
    Partial neutral();

    /** Reads what {@link Partial#write} wrote in this or an earlier version. */
    Partial read(ByteReader in);

    /** The columns this measure adds to a summary table, answers first, then the state blob where answers alone cannot be merged. */
    List<Column> columns();

    /** The partial whose {@link Partial#values} stand in {@code values} from {@code at} on. */
    Partial restore(Object[] values, int at);

    /** The most bytes that its columns hold together, whatever the events are. */
    int maxBytes();

    /** Whether the same events in any order and split give the same bytes. */
    boolean orderIndependent();

    /**
     * Whether the columns of this measure, from {@code at} on, are what any order and split of their events gives. A measure that
     * is not {@link #orderIndependent} for all events may still be so for these.
     */
    default boolean comparable(Object[] values, int at) {
        return orderIndependent();
    }
}
