package tallyroll.batch;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import tallyroll.control.LeaseHolder;
import tallyroll.control.PipelineState;
import tallyroll.event.EventSpec.Duplicates;
import tallyroll.flow.BucketCopies;
import tallyroll.flow.BucketScope;
import tallyroll.flow.IdentityFindings;
import tallyroll.flow.Occurrence;
import tallyroll.flow.RepeatedIdentities;
import tallyroll.flow.TaskPlan;
import tallyroll.record.BucketMark;
import tallyroll.record.SystemOfRecord;
import tallyroll.search.IndexedSearch;

/**
 * Finds out which identities of buckets that are to be settled were recorded more than once (rule R1).
 *
 * <p>A search takes no lock and stops no ingest: it covers the batches that were committed when it began, and what it found about
 * a bucket holds for as long as nothing more is recorded there. It costs the identities that were recorded since the last one, and the
 * index of those within the {@link tallyroll.flow.Horizon}, whatever the record holds besides. Since one search for many neighbours costs less than many for
 * one each, it is made for all that is due, within a bound, and serves until those are settled.
 *
 * <p>Where the last revision of an event counts, a new event can change what a bucket answers that has long been settled; an entry
 * that takes an identity out can anywhere. So every bucket that such a one touched is searched, also one that is not due yet, and the
 * settled buckets that hold the identity become dirty (rule R8).
 */
final class IdentitySearch {
    private static final int MAX_BUCKETS = 20_000;
    /** Identities of the buckets that one search is for: a guess, from how many events buckets hold on average. */
    private static final long MAX_EVENTS = 200_000_000;

    private final TaskPlan plan;
    private final LeaseHolder lease;
    private final Settling settling;
    private final SystemOfRecord record;
    private final IndexedSearch indexed;
    private final Consumer<Long> makeDirty;
    /** Every bucket of {@link #changing} that was touched up to this batch has been searched. */
    private long searched;

    private Answer answer = new Answer(Set.of(), 0, RepeatedIdentities.NONE);

    /**
     * What a search found.
     *
     * @param buckets of which it was made
     * @param through the last batch that it covers
     */
    record Answer(Set<Long> buckets, long through, RepeatedIdentities repeated) {}

    IdentitySearch(BatchRunner.Shared shared) {
        plan = shared.plan();
        lease = shared.lease();
        settling = shared.settling();
        record = shared.ports().record();
        makeDirty = shared::makeDirty;
        indexed = new IndexedSearch(plan, record, shared.ports().jobs());
    }

    /** An answer for these buckets and those that have to be read with them, which nothing recorded since has outdated. */
    synchronized Answer covering(List<Long> buckets, long nowMicros) {
        List<Long> needed = new BucketScope(plan, buckets).recordBuckets();
        if (!settling.voidedSince(searched).isEmpty()
                || !answer.buckets().containsAll(needed)
                || !settling.untouched(needed, answer.through()).equals(needed)) {
            Set<Long> all = new TreeSet<>(needed);
            List<Long> due = settling.due(nowMicros, Settling.Eagerness.ALL, worthwhile());
            all.addAll(new BucketScope(plan, due).recordBuckets());
            search(all, false);
        }
        return answer;
    }

    /** As {@link #covering}, of what the record says now, whatever earlier searches found: for a repair, and for an audit, which has to notice lost events. */
    synchronized Answer fromRecord(List<Long> buckets) {
        search(new TreeSet<>(new BucketScope(plan, buckets).recordBuckets()), true);
        return answer;
    }

    /** Searches the buckets touched since this was last called by what may change others. */
    synchronized void touched() {
        Set<Long> touched = changing();
        if (!touched.isEmpty()) {
            search(touched, false);
        }
    }

    /** Buckets with events, recorded since the last search, that may take the place of some in others. */
    private Set<Long> changing() {
        return plan.event().duplicates() == Duplicates.LAST
                ? settling.touchedSince(searched)
                : settling.voidedSince(searched);
    }

    private void search(Set<Long> due, boolean fromRecord) {
        Set<Long> buckets = new TreeSet<>(due);
        buckets.addAll(changing()); // what is new in a neighbour may take a bucket's place
        PipelineState state = lease.state(); // first of all: what is forgotten from now on has a later write timestamp
        IdentityFindings findings = find(buckets, fromRecord ? buckets : Set.of(), state);
        Set<Long> outdated = fromRecord ? Set.of() : outdated(buckets, findings, state.committed());
        if (!outdated.isEmpty()) {
            findings = find(buckets, outdated, state);
        }
        findings.besides(this::changesOthers, plan.horizon()).forEach(makeDirty);
        searched = state.committed();
        answer = new Answer(
                Set.copyOf(buckets),
                state.committed(),
                findings.decided(plan.event().duplicates(), plan.horizon()));
    }

    private IdentityFindings find(Set<Long> buckets, Set<Long> fromRecord, PipelineState state) {
        return indexed.find(new IndexedSearch.Question(
                buckets,
                settling.lastBatches(buckets, plan.horizon()),
                state.committed(),
                fromRecord,
                state.writeTimestamp()));
    }

    /**
     * The buckets of which the index does not say what the record does: it is made when batches are committed, and they are whole
     * then. Where that is not known, the record's events are counted, and what is indexed of the bucket is made again.
     */
    private Set<Long> outdated(Set<Long> buckets, IdentityFindings findings, long through) {
        Set<Long> outdated = new TreeSet<>();
        for (long bucket : buckets) {
            Optional<BucketMark> mark = settling.known(bucket).filter(known -> known.lastBatch() <= through);
            if (mark.isPresent()) {
                long recorded = mark.get()
                        .events()
                        .orElseGet(() -> record.count(bucket, SystemOfRecord.Batches.before(through + 1)));
                BucketCopies copies = findings.copies().get(bucket);
                if (recorded != (copies == null ? 0 : copies.events())) {
                    outdated.add(bucket);
                }
            }
        }
        return outdated;
    }

    private boolean changesOthers(Occurrence one) {
        return (one.voids() || plan.event().duplicates() == Duplicates.LAST) && fresh(one);
    }

    /** Whether an event was recorded after the last search of all buckets, and after the last one of its own. */
    private boolean fresh(Occurrence one) {
        return one.batch() > Math.max(searched, settling.settledBatch(one.bucket()));
    }

    private int worthwhile() {
        long perBucket = lease.state().books().recorded() / Math.max(1, settling.size()) + 1;
        return (int) Math.max(1, Math.min(MAX_BUCKETS, MAX_EVENTS / perBucket));
    }
}
