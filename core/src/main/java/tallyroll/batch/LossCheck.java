package tallyroll.batch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tallyroll.flow.BucketScope;
import tallyroll.flow.TaskPlan;
import tallyroll.record.BucketMark;
import tallyroll.record.LostEvents;
import tallyroll.record.SystemOfRecord;

/**
 * Keeps settling from lowering rows to what is left of a record that has lost events: looks, before buckets are claimed and before a
 * batch of them is run again, whether each that was settled before still holds as many events as then. The tasks that read them look
 * once more ({@link tallyroll.flow.RecountInput#settled}).
 *
 * <p>What is recorded stays, so a bucket that holds fewer has lost some, and its rows may be right while the record is wrong. It is left
 * out, and so is every other bucket whose recount would read it; all others settle. Coarser rows over a bucket that is left out take
 * its finer rows as they stand. It stays dirty until a repair that accepts the loss settles it.
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
            Optional<BucketMark> mark = bucket < keptFrom ? Optional.empty() : settling.known(bucket);
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

    /** What the buckets of a scope must hold at least, by what they held when they were settled. */
    Map<Long, LostEvents.Settled> settled(List<Long> buckets, long keptFrom) {
        Map<Long, LostEvents.Settled> settled = new HashMap<>();
        buckets.stream().filter(bucket -> bucket >= keptFrom).forEach(bucket -> settling.known(bucket)
                .flatMap(LostEvents.Settled::of)
                .ifPresent(held -> settled.put(bucket, held)));
        return settled;
    }

    /** What settling leaves out: the losses of dirty buckets. */
    public static List<LostEvents> among(SystemOfRecord record, List<BucketMark> marks) {
        return of(record, marks.stream().filter(BucketMark::dirty).toList());
    }

    /** The losses of some buckets. */
    static List<LostEvents> of(SystemOfRecord record, List<BucketMark> marks) {
        return marks.stream().flatMap(mark -> lost(record, mark).stream()).toList();
    }

    private static Optional<LostEvents> lost(SystemOfRecord record, BucketMark mark) {
        return LostEvents.Settled.of(mark)
                .filter(settled -> settled.events() > 0)
                .flatMap(settled -> settled.loss(mark.bucket(), record.count(mark.bucket(), settled.batches())));
    }
}
