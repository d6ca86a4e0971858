package tallyroll.record;

/**
 * What is known of a record bucket (rule R8).
 *
 * @param bucket its start, µs
 * @param lastBatch the last batch that recorded an event in it
 * @param settledBatch the batch that last settled it, 0 if none did
 * @param distinct identities counted when it was settled
 * @param duplicates recorded events dropped as duplicates when it was settled
 */
public record BucketMark(long bucket, long lastBatch, long settledBatch, long distinct, long duplicates) {
    /** Dirty is derived, never stored: touched since it was last settled. */
    public boolean dirty() {
        return lastBatch > settledBatch;
    }
}
