package tallyroll.search;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import tallyroll.record.IdentityPage;
import tallyroll.record.SystemOfRecord;
import tallyroll.record.SystemOfRecord.Batches;

/**
 * Finds the first halves of the identities behind some hits, in one bucket: in full, and as often as they stand there.
 *
 * @param through the last batch that counts
 * @param bits ascending; {@code values} of the same index have so many, ascending
 */
record Confirmation(long bucket, long through, int[] bits, long[][] values)
        implements SearchTask<Confirmation.Confirmed> {
    /**
     * What stands in the record.
     *
     * @param events of the bucket; not as many as were indexed where the record has lost some since
     */
    record Confirmed(long bucket, long events, long[] halves) implements Serializable {}

    @Override
    public Confirmed run(SystemOfRecord record) {
        LongList found = new LongList();
        long events = 0;
        for (Iterator<long[]> portions = record.identities(bucket, Batches.before(through + 1)); portions.hasNext(); ) {
            long[] portion = portions.next();
            events += portion.length;
            for (long half : portion) {
                if (wanted(IdentityPage.value(half))) {
                    found.add(half);
                }
            }
        }
        return new Confirmed(bucket, events, found.toArray());
    }

    private boolean wanted(long value) {
        for (int i = 0; i < bits.length; i++) {
            if (Arrays.binarySearch(values[i], IdentityPage.cut(value, bits[i])) >= 0) {
                return true;
            }
        }
        return false;
    }
}
