package tallyroll.record;

import java.io.Serializable;
import java.util.Comparator;

/**
 * The identities that some successive batches recorded in a bucket, sorted, as the {@link IdentityIndex} keeps them: in
 * 2^{@code pageBits} pages by their first bits.
 *
 * @param bucket the record bucket's start, µs
 * @param after the batch before the first one covered
 * @param through the last batch covered
 * @param events how many identities, repeated ones too
 */
public record IdentityRun(long bucket, long after, long through, long events, int pageBits)
        implements Serializable, Comparable<IdentityRun> {
    private static final long serialVersionUID = 1L;
    private static final Comparator<IdentityRun> ORDER = Comparator.comparingLong(IdentityRun::bucket)
            .thenComparingLong(IdentityRun::through)
            .thenComparingLong(IdentityRun::after)
            .thenComparingInt(IdentityRun::pageBits);
    /** Of a run that is one page. */
    private static final int WHOLE = 1 << 13;
    /** Of a page of a run that is several. */
    private static final int PAGE = 1 << 14;

    private static final int MAX_PAGE_BITS = 24;

    public IdentityRun {
        if (after < 0 || through <= after || events < 0 || pageBits < 0 || pageBits > MAX_PAGE_BITS) {
            throw new IllegalArgumentException("a run of " + events + " identities of batches (" + after + ", "
                    + through + "] in 2^" + pageBits + " pages is none");
        }
    }

    /** A run in pages of a bounded size: about 20 KB where it is one page, 10 to 70 KB where it is several. */
    public static IdentityRun of(long bucket, long after, long through, long events) {
        int bits = 0;
        while (events > WHOLE && events >> bits > PAGE) {
            bits += 2;
        }
        return new IdentityRun(bucket, after, through, events, bits);
    }

    /** The batches covered. */
    public SystemOfRecord.Batches batches() {
        return new SystemOfRecord.Batches(after + 1, through + 1);
    }

    public int pages() {
        return 1 << pageBits;
    }

    /** Whether it is one page. */
    public boolean whole() {
        return pageBits == 0;
    }

    @Override
    public int compareTo(IdentityRun other) {
        return ORDER.compare(this, other);
    }
}
