package tallyroll.batch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import tallyroll.bucket.Granularity;
import tallyroll.control.LeaseHolder;
import tallyroll.control.StoredDefinition;
import tallyroll.control.StoredDefinition.Redefined;
import tallyroll.flow.Outdated;
import tallyroll.flow.Outdated.OfRollup;
import tallyroll.flow.TaskPlan;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.record.BucketMark;

/**
 * Which record buckets still have to be recounted because the definition changed (rule R17). Nothing is kept for it: a bucket is
 * outdated for a rollup while the last batch that settled it is not above the one after which the rollup was redefined, both of
 * which are stored; so a migration goes on wherever a driver left it.
 */
final class Migration {
    private final Granularity recordBucket;
    private final List<Rollup> rollups;
    private final LeaseHolder lease;
    private final Settling settling;

    Migration(TaskPlan plan, LeaseHolder lease, Settling settling) {
        recordBucket = plan.recordBucket();
        rollups = plan.rollups();
        this.lease = lease;
        this.settling = settling;
    }

    /** Whether any rollup was redefined and is not known to be done. */
    boolean active() {
        return !migrating().isEmpty();
    }

    /** The indexes of the rollups that are migrated. */
    Set<Integer> migrating() {
        StoredDefinition definition = lease.state().definition();
        Set<Integer> indexes = new TreeSet<>();
        IntStream.range(0, rollups.size())
                .filter(index -> redefined(definition, index).migrating())
                .forEach(indexes::add);
        return indexes;
    }

    /** Whether rows of an earlier definition stand in one of the buckets. */
    boolean concerns(List<Long> recounted) {
        Set<Long> outdated = buckets();
        return recounted.stream().anyMatch(outdated::contains);
    }

    /** Which record buckets have to be recounted. */
    Set<Long> buckets() {
        Set<Long> outdated = new TreeSet<>();
        marks().forEach(mark -> outdated.add(mark.bucket()));
        return outdated;
    }

    /** Those of {@link #buckets} that are next: what has lost events waits for somebody who accepts that. */
    List<Long> next(BackfillOrder order, int max, long maxEvents) {
        List<BucketMark> ordered = new ArrayList<>(marks());
        if (order == BackfillOrder.NEWEST) {
            Collections.reverse(ordered);
        }
        List<Long> next = new ArrayList<>();
        long events = 0;
        for (BucketMark mark : ordered) {
            if (settling.leftOut(mark.bucket())) {
                continue;
            }
            events += mark.distinct() + mark.duplicates();
            if (next.size() == max || (!next.isEmpty() && events > maxEvents)) {
                break;
            }
            next.add(mark.bucket());
        }
        return next;
    }

    /** Ascending. */
    private List<BucketMark> marks() {
        StoredDefinition definition = lease.state().definition();
        List<Redefined> migrating =
                migrating().stream().map(index -> redefined(definition, index)).toList();
        return migrating.isEmpty()
                ? List.of()
                : settling.marks().stream()
                        .filter(mark ->
                                migrating.stream().anyMatch(one -> one.awaits(mark.bucket(), mark.settledBatch())))
                        .toList();
    }

    /**
     * Where rows are left alone by a batch that recounts these buckets. All of the time whose events were forgotten when a rollup was
     * redefined is, for good: a longer row that reaches into it could be made of a part of its events only.
     */
    Outdated besides(Collection<Long> recounted) {
        StoredDefinition definition = lease.state().definition();
        List<Redefined> redefined = IntStream.range(0, rollups.size())
                .mapToObj(index -> redefined(definition, index))
                .toList();
        if (redefined.stream().noneMatch(Redefined::leavesOldRows)) {
            return Outdated.NONE;
        }
        Set<Long> without = new HashSet<>(recounted);
        List<BucketMark> marks = active() ? settling.marks() : List.of();
        return Outdated.of(
                redefined.stream().map(one -> outdated(one, marks, without)).toList());
    }

    /** Whether a batch was claimed under an earlier definition, so that it makes no row of a rollup, and settles no bucket for it. */
    boolean leavesRowsOf(long batch) {
        StoredDefinition definition = lease.state().definition();
        return migrating().stream()
                .anyMatch(index -> batch <= redefined(definition, index).batch());
    }

    /** How far it has come; the buckets are those that held events when the definition changed. */
    MigrationProgress progress() {
        return MigrationProgress.of(lease.state().definition(), recordBucket, settling.marks());
    }

    /** Once no batch of the old definition is left to be run again, nothing new can become outdated. */
    void closeHistory() {
        if (lease.state().definition().historyOpen()) {
            List<Long> recorded = settling.recorded(Long.MIN_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE);
            long until = recorded.isEmpty() ? Redefined.DONE : recordBucket.end(recorded.get(recorded.size() - 1));
            lease.define(before -> before.definition().withHistoryUntil(until));
        }
    }

    /** Where nothing is left to be recounted, that is stored, so that buckets which are new later are not taken for outdated. */
    void finish() {
        if (active() && marks().isEmpty()) {
            lease.define(before -> before.definition().migrated());
        }
    }

    private OfRollup outdated(Redefined redefined, List<BucketMark> marks, Set<Long> without) {
        if (!redefined.leavesOldRows()) {
            return OfRollup.NOTHING;
        }
        List<Long> starts = new ArrayList<>();
        List<Long> ends = new ArrayList<>();
        if (redefined.forgotten() != Redefined.NOTHING) {
            starts.add(Long.MIN_VALUE);
            ends.add(redefined.forgotten());
        }
        for (BucketMark mark : marks) {
            if (redefined.awaits(mark.bucket(), mark.settledBatch()) && !without.contains(mark.bucket())) {
                starts.add(mark.bucket());
                ends.add(recordBucket.end(mark.bucket()));
            }
        }
        return OfRollup.of(redefined.batch(), starts, ends);
    }

    private Redefined redefined(StoredDefinition definition, int rollup) {
        return definition
                .rollup(rollups.get(rollup).name())
                .map(StoredDefinition.StoredRollup::redefined)
                .orElse(Redefined.NEVER);
    }
}
