package tallyroll.control;

import java.io.Serializable;
import java.util.function.Function;

/**
 * A claimed batch: what it works on and when its writes say they happened. Once claimed, the content never changes; running it
 * again reads the same.
 */
public sealed interface Claim extends Serializable permits IngestClaim, SettleClaim, ForgetClaim {
    /** The room between two write timestamps, µs: the attempts of a batch's tasks must fit. */
    int TIMESTAMP_STEP = 1_000;

    /** 1, 2, 3 … in the pipeline's log. */
    long batch();

    /** The write timestamp, µs; attempt k of a task writes at {@code writeTimestamp + k} (rule R3). */
    long writeTimestamp();

    /** The part of the record that was in use when this was claimed, see {@code record}. */
    int slice();

    /** What the batch leaves out. */
    default Quarantine quarantine() {
        return Quarantine.NONE;
    }

    /** The same, but leaving out what stands in {@code all}. */
    default Claim quarantining(Quarantine all) {
        throw new IllegalStateException("nothing can be left out of batch " + batch());
    }

    /** The same batch and content, to be run again at a later write timestamp (rule R11). */
    Claim reclaimedAt(long writeTimestamp);

    /** What the function of this claim's type makes of it. */
    <T> T match(Function<IngestClaim, T> ingest, Function<SettleClaim, T> settle, Function<ForgetClaim, T> forget);

    /**
     * The write timestamp of an attempt (rule R3).
     *
     * @param attempt k, counted from 0
     * @throws IllegalArgumentException where the attempt's timestamp could be another claim's
     */
    default long writeTimestamp(int attempt) {
        if (attempt < 0 || attempt >= TIMESTAMP_STEP) {
            throw new IllegalArgumentException("Attempt " + attempt + " of batch " + batch()
                    + " has no write timestamp of its own: attempts count from 0 to " + (TIMESTAMP_STEP - 1));
        }
        return writeTimestamp() + attempt;
    }

    /** Refuses what no claim can be. */
    static void require(long batch, long writeTimestamp) {
        if (batch < 1 || writeTimestamp < 1_000_000_000_000_000L) {
            throw new IllegalArgumentException("Cannot claim batch " + batch + " at write timestamp " + writeTimestamp
                    + " µs: batches count from 1, write timestamps are µs of this century");
        }
    }

    /** Why buckets are recomputed. */
    enum Cause {
        SETTLE,
        REPAIR,
        /** The definition changed: rows of the one before are made again. */
        MIGRATION,
        /** They were settled long ago: to see whether they are right still. */
        AUDIT
    }

    /**
     * A half-open range of a source partition.
     *
     * @param source a Kafka topic or the name of a log
     * @param from the first offset
     * @param until one past the last offset
     */
    record Range(String source, int partition, long from, long until) implements Serializable {
        public Range {
            if (from < 0 || until < from) {
                throw new IllegalArgumentException(
                        "[" + from + ", " + until + ") of " + source + "-" + partition + " is not a range");
            }
        }

        public long length() {
            return until - from;
        }
    }
}
