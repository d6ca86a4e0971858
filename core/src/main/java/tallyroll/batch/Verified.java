package tallyroll.batch;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import tallyroll.bucket.Granularity;
import tallyroll.control.PipelineState;
import tallyroll.record.BucketMark;
import tallyroll.time.Micros;

/** Through when everything that was recorded is settled. */
public final class Verified {
    private Verified() {}

    /**
     * The start of the first bucket that is dirty or has to be migrated, or the end of the last one, µs and whole ms; empty where nothing was
     * recorded. Never later than the last claim: what has not happened yet is not verified, whatever time an event says.
     *
     * @param marks of all record buckets, ascending
     */
    public static OptionalLong through(Granularity recordBucket, List<BucketMark> marks, PipelineState state) {
        if (marks.isEmpty()) {
            return OptionalLong.empty();
        }
        Set<Long> outdated = MigrationProgress.outdated(state.definition(), marks);
        long through = marks.stream()
                .filter(mark -> mark.dirty() || outdated.contains(mark.bucket()))
                .mapToLong(BucketMark::bucket)
                .findFirst()
                .orElseGet(() -> recordBucket.end(marks.get(marks.size() - 1).bucket()));
        return OptionalLong.of(Micros.wholeMillis(Math.min(through, state.writeTimestamp())));
    }
}
