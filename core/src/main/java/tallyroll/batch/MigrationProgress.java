package tallyroll.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import tallyroll.bucket.Granularity;
import tallyroll.control.StoredDefinition;
import tallyroll.control.StoredDefinition.Redefined;
import tallyroll.control.StoredDefinition.StoredRollup;
import tallyroll.record.BucketMark;
import tallyroll.time.Micros;

/**
 * How far rows have come from one definition to the next, as the control row and the marks tell it.
 *
 * @param rollups those that are migrated, in the order of the definition
 */
public record MigrationProgress(List<OfRollup> rollups) {
    public MigrationProgress {
        rollups = List.copyOf(rollups);
    }

    /**
     * A rollup on its way.
     *
     * @param buckets record buckets that held events when it was redefined
     * @param done those of them that were recounted since
     * @param validFrom rows of buckets that begin then or later are of the new definition, µs; empty where all are
     */
    public record OfRollup(String name, long buckets, long done, OptionalLong validFrom) {
        @Override
        public String toString() {
            return "\"%s\": %,d of %,d buckets migrated (%d %%), %s"
                    .formatted(name, done, buckets, buckets == 0 ? 100 : 100 * done / buckets, valid());
        }

        private String valid() {
            return validFrom.isPresent() ? "valid from " + Micros.toInstant(validFrom.getAsLong()) : "valid throughout";
        }
    }

    public static MigrationProgress of(StoredDefinition definition, Granularity recordBucket, List<BucketMark> marks) {
        List<OfRollup> rollups = new ArrayList<>();
        for (StoredRollup rollup : definition.rollups()) {
            if (rollup.droppedAfter().isEmpty() && rollup.redefined().migrating()) {
                rollups.add(of(rollup, recordBucket, marks));
            }
        }
        return new MigrationProgress(rollups);
    }

    private static OfRollup of(StoredRollup rollup, Granularity recordBucket, List<BucketMark> marks) {
        Redefined redefined = rollup.redefined();
        long buckets = marks.stream()
                .filter(mark -> mark.bucket() >= redefined.forgotten() && mark.bucket() < redefined.until())
                .count();
        long left = marks.stream()
                .filter(mark -> redefined.awaits(mark.bucket(), mark.settledBatch()))
                .count();
        OptionalLong from = ValidFrom.since(redefined, recordBucket, marks)
                .map(since -> OptionalLong.of(since.micros()))
                .orElse(OptionalLong.empty());
        return new OfRollup(rollup.name(), buckets, buckets - left, from);
    }

    /** The record buckets that have to be recounted, whatever else is settled. */
    public static Set<Long> outdated(StoredDefinition definition, List<BucketMark> marks) {
        return marks.stream()
                .filter(mark -> definition.rollups().stream()
                        .filter(rollup -> rollup.droppedAfter().isEmpty())
                        .anyMatch(rollup -> rollup.redefined().awaits(mark.bucket(), mark.settledBatch())))
                .map(BucketMark::bucket)
                .collect(Collectors.toSet());
    }
}
