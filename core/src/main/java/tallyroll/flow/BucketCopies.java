package tallyroll.flow;

import java.io.Serializable;
import java.util.Arrays;

/**
 * What a search found in one record bucket.
 *
 * @param events how many the bucket holds
 * @param many whether more identities are repeated than are listed one by one; then {@code halves} has only those that stand in
 *     other buckets too
 * @param halves first halves of the identities that were recorded more than once, in this bucket or in one that it reaches,
 *     ascending
 */
public record BucketCopies(long events, boolean many, long[] halves) implements Serializable {
    private static final long serialVersionUID = 1L;

    static final BucketCopies NONE = new BucketCopies(0, false, new long[0]);

    /** Whether every identity of the bucket was recorded once. */
    public boolean none() {
        return !many && halves.length == 0;
    }

    /** Whether events of this half have to be told apart. */
    boolean repeated(long half) {
        return many || Arrays.binarySearch(halves, half) >= 0;
    }

    /** In how many parts the bucket is gone through so that none holds more than {@code max} identities at a time. */
    int passes(long max) {
        return many ? (int) Math.max(1, (events + max - 1) / max) : 1;
    }
}
