package tallyroll.control;

import java.io.Serializable;

/**
 * What was read last of a source partition.
 *
 * @param offset of the last record read
 * @param leaderEpoch under which the source's leader had taken that record; {@link #NO_EPOCH} where it keeps none
 * @param end one past the last position that the source was seen to hold then
 */
public record LastRead(long offset, int leaderEpoch, long end) implements Serializable {
    /** Of a source without epochs of leaders. */
    public static final int NO_EPOCH = -1;

    /** That of two which lies further on; where both are of the same record, the one that saw more behind it. */
    public LastRead later(LastRead other) {
        if (offset == other.offset) {
            return end >= other.end ? this : other;
        }
        return offset > other.offset ? this : other;
    }
}
