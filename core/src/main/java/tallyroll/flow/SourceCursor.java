package tallyroll.flow;

import java.util.List;
import java.util.Optional;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;
import tallyroll.control.LastRead;
import tallyroll.decode.Decoding;
import tallyroll.decode.Message;

/** Port: the records of one claimed range, in order. Not thread-safe. */
public interface SourceCursor extends AutoCloseable {
    /** Steps to the next record; false at the range's end. Never gives a record outside the range. */
    boolean advance();

    /** Whether the record has no value. */
    boolean tombstone();

    /** The record's value with what stands beside it, as {@link Message} opens them; empty where it has none; valid until the next step. */
    Slice value();

    long offset();

    /** The index of the event among those of its record, from 0; {@link Message#WHOLE} where the record is one event. */
    default int element() {
        return Message.WHOLE;
    }

    /** Where the record was first read, as people know it; empty where that is what the claim says. */
    default Optional<String> origin() {
        return Optional.empty();
    }

    /** Why the record cannot be an event, where that is known already. */
    default Decoding fault() {
        return Decoding.OK;
    }

    /** Parts of the range that the source no longer keeps, found so far (rule R13). */
    List<Claim.Range> gaps();

    /** A gap and why it is one, in words. */
    default String message(Claim.Range gap) {
        return "offsets " + gap.from() + " to " + (gap.until() - 1) + " (" + gap.length()
                + ") were no longer kept by the source";
    }

    /**
     * What was read last, once all is read: empty where nothing was, and where the source says no more of a record than its position.
     */
    default Optional<LastRead> lastRead() {
        return Optional.empty();
    }

    @Override
    void close();
}
