package tallyroll.search;

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
record Confirmation(long bucket, long through, int[] bits, long[][] values) implements SearchTask<long[]> {
    @Override
    public long[] run(SystemOfRecord record) {
        LongList found = new LongList();
        for (Iterator<long[]> portions = record.identities(bucket, Batches.before(through + 1)); portions.hasNext(); ) {
            for (long half : portions.next()) {
                if (wanted(IdentityPage.value(half))) {
                    found.add(half);
                }
            }
        }
        return found.toArray();
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
