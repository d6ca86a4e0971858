package tallyroll.batch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
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
        Set<Long> outdated = new HashSet<>(buckets());
        return recounted.stream().anyMatch(outdated::contains);
    }

    /** The outdated record buckets, newest first. */
    List<Long> buckets() {
        Set<Integer> migrating = migrating();
        StoredDefinition definition = lease.state().definition();
        return migrating.isEmpty()
                ? List.of()
                : settling.marks().stream()
                        .filter(mark -> mark.bucket() >= forgottenBefore())
                        .filter(mark ->
                                migrating.stream().anyMatch(index -> outdated(redefined(definition, index), mark)))
                        .map(BucketMark::bucket)
                        .sorted(Comparator.reverseOrder())
                        .toList();
    }

    /** Where rows are left alone by a batch that recounts these buckets. */
    Outdated besides(Collection<Long> recounted) {
        if (!active()) {
            return Outdated.NONE;
        }
        StoredDefinition definition = lease.state().definition();
        Set<Long> without = new HashSet<>(recounted);
        List<BucketMark> marks = settling.marks();
        return Outdated.of(IntStream.range(0, rollups.size())
                .mapToObj(index -> outdated(redefined(definition, index), marks, without))
                .toList());
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

    /**
     * Where nothing is left to be recounted, that is stored, so that buckets which are new later are not taken for outdated. Buckets
     * whose events are forgotten stay outdated: their rows stay as they are, and longer ones that reach into them too.
     */
    void finish() {
        if (active() && buckets().isEmpty()) {
            long forgotten = forgottenBefore();
            boolean none = settling.marks().stream().noneMatch(mark -> mark.bucket() < forgotten);
            lease.define(before -> before.definition().migratedFrom(none ? Redefined.DONE : forgotten));
        }
    }

    private long forgottenBefore() {
        return lease.state().forgotten().acceptedFrom();
    }

    private OfRollup outdated(Redefined redefined, List<BucketMark> marks, Set<Long> without) {
        if (!redefined.migrating()) {
            return OfRollup.NOTHING;
        }
        List<Long> starts = new ArrayList<>();
        List<Long> ends = new ArrayList<>();
        for (BucketMark mark : marks) {
            if (outdated(redefined, mark) && !without.contains(mark.bucket())) {
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

    private static boolean outdated(Redefined redefined, BucketMark mark) {
        return redefined.outdates(mark.bucket(), mark.settledBatch());
    }
}
