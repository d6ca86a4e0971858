package tallyroll.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tallyroll.flow.BucketScope;
import tallyroll.flow.TaskPlan;
import tallyroll.record.BucketMark;
import tallyroll.record.LostEvents;
import tallyroll.record.SystemOfRecord;

/**
 * Keeps settling from lowering rows to what is left of a record that has lost events: looks, before buckets are claimed, whether
 * each that was settled before still holds as many events as then.
 *
 * <p>A record only grows, so a bucket that holds fewer has lost some, and its rows may be right while the record is wrong. It is left
 * out, and so is every other bucket whose recount would read it; all others settle. Coarser rows over a bucket that is left out
 * take its finer rows as they stand. It stays dirty until a repair that accepts the loss settles it.
 */
public final class LossCheck {
    private final TaskPlan plan;
    private final Settling settling;
    private final SystemOfRecord record;
    private final BatchListener listener;

    LossCheck(TaskPlan plan, Settling settling, SystemOfRecord record, BatchListener listener) {
        this.plan = plan;
        this.settling = settling;
        this.record = record;
        this.listener = listener;
    }

    /**
     * Those of {@code buckets} that may be recounted; the others are not due any more.
     *
     * @param keptFrom buckets before this, µs, hold less on purpose: they are forgotten
     */
    List<Long> without(List<Long> buckets, long keptFrom) {
        Set<Long> lost = new TreeSet<>();
        List<LostEvents> losses = new ArrayList<>();
        for (long bucket : new BucketScope(plan, buckets).recordBuckets()) {
            Optional<BucketMark> mark = bucket < keptFrom ? Optional.empty() : settling.mark(bucket);
            mark.flatMap(settled -> lost(record, settled)).ifPresent(loss -> {
                lost.add(bucket);
                losses.add(loss);
            });
        }
        if (lost.isEmpty()) {
            return buckets;
        }
        List<Long> whole = buckets.stream()
                .filter(bucket -> new BucketScope(plan, List.of(bucket))
                        .recordBuckets().stream().noneMatch(lost::contains))
                .toList();
        Set<Long> leftOut = new TreeSet<>(buckets);
        whole.forEach(leftOut::remove);
        settling.leaveOut(leftOut);
        listener.lost(losses);
        return whole;
    }

    /** What settling leaves out: the losses of dirty buckets. */
    public static List<LostEvents> among(SystemOfRecord record, List<BucketMark> marks) {
        return marks.stream()
                .filter(BucketMark::dirty)
                .flatMap(mark -> lost(record, mark).stream())
                .toList();
    }

    private static Optional<LostEvents> lost(SystemOfRecord record, BucketMark mark) {
        long settled = mark.distinct() + mark.duplicates();
        if (mark.settledBatch() == 0 || settled == 0) {
            return Optional.empty();
        }
        long holds = record.count(mark.bucket());
        return holds < settled
                ? Optional.of(new LostEvents(mark.bucket(), mark.settledBatch(), settled, holds))
                : Optional.empty();
    }
}
