package tallyroll.batch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tallyroll.bucket.Granularity;
import tallyroll.control.Forgotten;
import tallyroll.flow.Horizon;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Pipeline.RecordSpec.Keep;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.time.Micros;

/**
 * Decides what the record need not keep any longer (rule R14). Decides only: {@link BatchRunner#forget} does it.
 *
 * <p>The bounds, from young to old, each the start of a record bucket:
 *
 * <ul>
 *   <li><em>accepted from</em>: {@code keep.events} before now, and never behind the first bucket that is not settled. An event of
 *       an earlier time is a dead letter {@code too-old} from then on, so what is forgotten stays as it is.
 *   <li><em>events before</em>: the same, and never inside a bucket of a rollup that reaches over it: a rollup whose buckets are
 *       longer than the record's is recounted from whole ones.
 *   <li><em>identities before</em>: {@code keep.identities} before now, and at least the horizon behind the first bound: a copy
 *       that is accepted under another time finds its identity there.
 * </ul>
 *
 * <p>Coarser rows need no event of a forgotten bucket: they are merged from finer rows, which live as long as they do.
 */
public final class Retention {
    private final Granularity recordBucket;
    private final List<Granularity> longer;
    private final Keep keep;
    private final long horizonMicros;

    /** The buckets that the record has marks of. */
    public interface Buckets {
        /** Those that start in {@code [from, until)}, ascending, at most so many. */
        List<Long> recorded(long from, long until, int max);

        /** The first one that is not settled. */
        OptionalLong firstDirty();
    }

    /**
     * What to drop next.
     *
     * @param after how far the record is forgotten then
     * @param events buckets whose events are dropped; {@code whole} those of which nothing stays
     */
    record Step(Forgotten after, List<Long> events, List<Long> whole) {}

    /**
     * How it stands, for people.
     *
     * @param nextMicros when the next bucket has outlived its time; empty where none is recorded
     * @param heldBack why something is kept that has outlived its time; empty where nothing is
     */
    public record Outlook(OptionalLong nextMicros, Optional<String> heldBack) {}

    public Retention(Granularity recordBucket, List<Rollup> rollups, Keep keep, long horizonMicros) {
        this.recordBucket = recordBucket;
        this.keep = keep;
        longer = rollups.stream()
                .map(Rollup::finest)
                .filter(finest -> !finest.divides(recordBucket))
                .toList();
        this.horizonMicros = horizonMicros;
    }

    public static Retention of(Pipeline pipeline) {
        return new Retention(
                pipeline.record().bucket(),
                pipeline.rollups(),
                pipeline.record().keep(),
                Horizon.of(pipeline).withinMicros());
    }

    /**
     * What is to be dropped now, empty if nothing.
     *
     * @param max record buckets at once; the rest comes with the next step
     */
    Optional<Step> due(Buckets buckets, Forgotten forgotten, long nowMicros, int max) {
        if (!keep.ends()) {
            return Optional.empty();
        }
        Bounds bounds = bounds(buckets, forgotten, nowMicros);
        List<Long> whole = buckets.recorded(Long.MIN_VALUE, bounds.identities, max);
        List<Long> events = buckets.recorded(bounds.kept(forgotten), bounds.events, max - whole.size());
        if (whole.isEmpty() && events.isEmpty()) {
            return Optional.empty();
        }
        Forgotten after = new Forgotten(
                bounds.accepted,
                bounds.events,
                bounds.identities,
                droppedBefore(buckets, whole, events, forgotten, bounds),
                forgotten.dropped(),
                forgotten.atMicros());
        return Optional.of(new Step(after, events, whole));
    }

    private Bounds bounds(Buckets buckets, Forgotten forgotten, long nowMicros) {
        long settled = buckets.firstDirty().orElse(Long.MAX_VALUE);
        long accepted = Math.max(forgotten.acceptedFrom(), Math.min(outlived(keep.events(), nowMicros), settled));
        long events = Math.max(forgotten.eventsBefore(), wholeRollupBuckets(accepted));
        long identities = Math.max(forgotten.identitiesBefore(), identities(accepted, events, nowMicros));
        return new Bounds(accepted, events, identities);
    }

    /** As those of {@link Forgotten}. */
    private record Bounds(long accepted, long events, long identities) {
        /** The first bucket whose identities outlive its events, and whose events may still be there. */
        long kept(Forgotten forgotten) {
            return Math.max(forgotten.droppedBefore(), identities);
        }
    }

    /** How retention stands, for people. */
    public Outlook outlook(Buckets buckets, Forgotten forgotten, long nowMicros) {
        if (!keep.ends()) {
            return new Outlook(OptionalLong.empty(), Optional.empty());
        }
        List<Long> next = buckets.recorded(forgotten.droppedBefore(), Long.MAX_VALUE, 1);
        OptionalLong due = next.stream()
                .mapToLong(bucket -> recordBucket.end(bucket) + Micros.of(keep.events()))
                .findFirst();
        OptionalLong dirty = buckets.firstDirty();
        boolean held = dirty.isPresent() && dirty.getAsLong() < outlived(keep.events(), nowMicros);
        return new Outlook(
                due,
                held
                        ? Optional.of("bucket " + Micros.toInstant(dirty.getAsLong())
                                + " is not settled, and nothing from it on is dropped before it is")
                        : Optional.empty());
    }

    /** Buckets that start before this have ended so long ago. */
    private long outlived(Duration life, long nowMicros) {
        return life.isZero() ? Long.MIN_VALUE : recordBucket.floor(nowMicros - Micros.of(life));
    }

    private long wholeRollupBuckets(long accepted) {
        return longer.stream()
                .mapToLong(length -> recordBucket.floor(length.floor(accepted)))
                .reduce(accepted, Math::min);
    }

    private long identities(long accepted, long events, long nowMicros) {
        long outsideHorizon = recordBucket.floor(accepted - horizonMicros);
        return Math.min(events, Math.min(outsideHorizon, outlived(keep.identities(), nowMicros)));
    }

    /** The first bucket whose events are left when these are gone. */
    private static long droppedBefore(
            Buckets buckets, List<Long> whole, List<Long> payload, Forgotten forgotten, Bounds bounds) {
        if (!whole.isEmpty()) {
            List<Long> rest = buckets.recorded(last(whole) + 1, bounds.identities, 1);
            if (!rest.isEmpty()) {
                return Math.max(forgotten.droppedBefore(), rest.get(0));
            }
        }
        long from = payload.isEmpty() ? bounds.kept(forgotten) : last(payload) + 1;
        List<Long> rest = buckets.recorded(from, bounds.events, 1);
        return rest.isEmpty() ? bounds.events : rest.get(0);
    }

    private static long last(List<Long> buckets) {
        return buckets.get(buckets.size() - 1);
    }
}
