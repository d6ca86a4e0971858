package tallyroll.control;

import java.io.Serializable;

/**
 * The books of rule R9: {@code read = recorded + duplicates + deadLetters}, per batch and in total.
 *
 * @param read records the source gave
 * @param recorded events now in the system of record
 * @param recordedBytes their raw bytes before packing
 * @param duplicates events dropped before recording because their identity was already in the same task
 * @param deadLetters records that could not be decoded
 */
public record Books(long read, long recorded, long recordedBytes, long duplicates, long deadLetters)
        implements Serializable {
    public static final Books NONE = new Books(0, 0, 0, 0, 0);

    public Books plus(Books other) {
        return new Books(
                read + other.read,
                recorded + other.recorded,
                recordedBytes + other.recordedBytes,
                duplicates + other.duplicates,
                deadLetters + other.deadLetters);
    }

    /** What a batch of records that stand in the totals already, as dead letters, adds to them: nothing was read that was not before. */
    Books again() {
        return new Books(0, recorded, recordedBytes, duplicates, deadLetters - read);
    }

    public boolean balanced() {
        return read == recorded + duplicates + deadLetters;
    }
}
