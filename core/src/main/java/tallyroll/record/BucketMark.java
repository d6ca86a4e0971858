package tallyroll.record;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known of a record bucket (rule R8).
 *
 * @param bucket its start, µs
 * @param lastBatch the last batch that recorded an event in it
 * @param settledBatch the batch that last settled it, 0 if none did
 * @param distinct identities counted when it was settled
 * @param duplicates recorded events dropped as duplicates when it was settled
 * @param recountedMicros when it was last recounted, µs; where it never was, when it was first settled; 0 where that is unknown
 * @param counted what whole batches have counted; empty where none was committed since marks say so
 */
public record BucketMark(
        long bucket,
        long lastBatch,
        long settledBatch,
        long distinct,
        long duplicates,
        long recountedMicros,
        Optional<Counted> counted) {
    /** Of a bucket of which no more is known. */
    public BucketMark(long bucket, long lastBatch, long settledBatch, long distinct, long duplicates) {
        this(bucket, lastBatch, settledBatch, distinct, duplicates, 0, Optional.empty());
    }

    /** Of a bucket that no batch has touched. */
    public static BucketMark untouched(long bucket) {
        return new BucketMark(bucket, 0, 0, 0, 0);
    }

    /** Dirty is derived, never stored: touched since it was last settled. */
    public boolean dirty() {
        return lastBatch > settledBatch;
    }

    /**
     * How many events its rows count, where that is known: because everything that touched the bucket after it was last settled
     * was a batch that was committed whole. Empty where anything else did, and where it held duplicates when it was settled.
     */
    public OptionalLong events() {
        if (counted.isPresent() && counted.get().batch() > settledBatch) {
            return counted.get().batch() >= lastBatch
                    ? OptionalLong.of(counted.get().events())
                    : OptionalLong.empty();
        }
        return dirty() || duplicates > 0 ? OptionalLong.empty() : OptionalLong.of(distinct);
    }

    /** The same, touched by a batch. */
    public BucketMark touchedBy(long batch) {
        return new BucketMark(bucket, batch, settledBatch, distinct, duplicates, recountedMicros, counted);
    }

    /** The same, settled by a batch. */
    public BucketMark settledBy(long batch, Settlement found) {
        return new BucketMark(
                bucket, lastBatch, batch, found.distinct(), found.duplicates(), found.recountedMicros(), counted);
    }

    /** The same, with what whole batches have counted. */
    public BucketMark counting(Counted events) {
        return new BucketMark(
                bucket, lastBatch, settledBatch, distinct, duplicates, recountedMicros, Optional.of(events));
    }
}
