package tallyroll.flow;

import java.io.Serializable;
import java.util.Map;

/**
 * Which identities were recorded more than once, and which event of each counts (rule R1): within a bucket {@link Deduplicator}
 * decides, between buckets {@link CrossBucketDuplicates} has decided. What is not named here was recorded once and counts.
 *
 * @param copies by bucket; of a bucket that is missing, nothing is repeated
 */
public record RepeatedIdentities(Map<Long, BucketCopies> copies, CrossBucketDuplicates across) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Nothing is repeated. */
    public static final RepeatedIdentities NONE = new RepeatedIdentities(Map.of(), CrossBucketDuplicates.NONE);

    public RepeatedIdentities {
        copies = Map.copyOf(copies);
    }

    /** Those of one bucket. */
    public BucketCopies in(long bucket) {
        return copies.getOrDefault(bucket, BucketCopies.NONE);
    }
}
