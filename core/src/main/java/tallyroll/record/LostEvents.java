package tallyroll.record;

import tallyroll.time.Micros;

/**
 * A record bucket that holds fewer events than when it was settled. A record only grows, so events were lost from it: the rows
 * may be right and the record wrong.
 *
 * @param bucket its start, µs
 * @param settled events it held when batch {@code batch} settled it
 * @param found events it holds now
 */
public record LostEvents(long bucket, long batch, long settled, long found) {
    @Override
    public String toString() {
        return "bucket %s held %,d events when batch %,d settled it and holds %,d now"
                .formatted(Micros.toInstant(bucket), settled, batch, found);
    }
}
