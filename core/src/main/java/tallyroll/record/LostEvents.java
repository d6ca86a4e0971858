package tallyroll.record;

import java.io.Serializable;
import java.util.Optional;
import tallyroll.record.SystemOfRecord.Batches;
import tallyroll.time.Micros;

/**
 * A record bucket that holds fewer events than when it was settled. A record only grows, so events were lost from it: the rows
 * may be right and the record wrong.
 *
 * @param bucket its start, µs
 * @param settled events it held when batch {@code batch} settled it
 * @param found how many of them it holds now
 */
public record LostEvents(long bucket, long batch, long settled, long found) {
    /**
     * What a bucket held when it was settled, repeated events too. All of them are of earlier batches than {@code batch}, so events
     * that came since do not make up for those that were lost.
     */
    public record Settled(long batch, long events) implements Serializable {
        /** Empty where no batch has settled it. */
        public static Optional<Settled> of(BucketMark mark) {
            return mark.settledBatch() == 0
                    ? Optional.empty()
                    : Optional.of(new Settled(mark.settledBatch(), mark.distinct() + mark.duplicates()));
        }

        /** Those that may have been counted then. */
        public Batches batches() {
            return Batches.before(batch);
        }

        /** The loss, where the bucket holds fewer of them by now. */
        public Optional<LostEvents> loss(long bucket, long found) {
            return found < events ? Optional.of(new LostEvents(bucket, batch, events, found)) : Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "bucket %s held %,d events when batch %,d settled it and holds %,d now"
                .formatted(Micros.toInstant(bucket), settled, batch, found);
    }
}
