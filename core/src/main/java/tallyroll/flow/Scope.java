package tallyroll.flow;

import java.io.Serializable;
import java.util.List;

/** Which finest buckets of each rollup a batch totals. */
public interface Scope extends Serializable {
    /** New events: wherever they fall. */
    Scope EVERYTHING = (rollup, bucket) -> true;

    /** Whether the rollup's finest bucket that starts at {@code bucket} is totalled. */
    boolean contains(int rollup, long bucket);

    /**
     * What is recomputed from the record. A rollup whose buckets are longer than the record's needs whole buckets, so more of the
     * record may have to be read than was asked for.
     */
    interface Recount extends Scope {
        /** The record buckets to read, ascending: those asked for and those that complete a longer bucket. */
        List<Long> recordBuckets();

        /** Whether a record bucket was asked for, and so is settled by this batch. */
        boolean asked(long recordBucket);

        /** Whether every finest bucket of a rollup's bucket {@code [start, end)} is totalled. */
        boolean covers(int rollup, long start, long end);

        /** Rows whose life was over by then, µs, are not compared: they may stand or not. */
        default long asOfMicros() {
            return Long.MIN_VALUE;
        }

        /** Whether any finest bucket of a rollup's bucket {@code [start, end)} is totalled. */
        boolean touches(int rollup, long start, long end);

        /** Whether, where stored rows are visited, those of the rollup are. */
        default boolean visits(int rollup) {
            return true;
        }

        /** Whether a visited finest row also has the longer buckets visited that it is a part of. */
        default boolean completes(int rollup) {
            return false;
        }
    }
}
