package tallyroll.importing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import java.util.function.ObjLongConsumer;
import tallyroll.control.Forgotten;
import tallyroll.control.Request;
import tallyroll.decode.VoidEntry;
import tallyroll.flow.Occurrence;
import tallyroll.flow.TaskPlan;
import tallyroll.record.BucketMark;
import tallyroll.record.SystemOfRecord;
import tallyroll.search.Whereabouts;

/**
 * Works out which entries take some events out of the totals: one in each record bucket in which an event of the identity stands that has
 * none yet. Reads only; {@link Import} records them, by request.
 */
public final class Corrections {
    /** Lists of a request, which is one row of a table. */
    private static final int MAX_LISTS = 8;

    private final TaskPlan plan;
    private final SystemOfRecord record;
    private final long acceptedFrom;

    /**
     * An event that is to be taken out.
     *
     * @param id as it was written
     * @param timeMicros its event time, where that was said, µs
     */
    public record Wanted(String id, long high, long low, OptionalLong timeMicros) {}

    /**
     * Who takes events out.
     *
     * @param inAdvance whether also such as are not there, by their time
     */
    public record Why(String reason, String by, long atMicros, boolean inAdvance) {}

    /**
     * What is to be recorded.
     *
     * @param already how many are taken out already
     * @param missing those that are nowhere they were looked for
     */
    public record Worked(List<VoidEntry> entries, int already, List<Wanted> missing) {}

    private record Id(long high, long low) {}

    /** @param forgotten what the record has of old times */
    public Corrections(TaskPlan plan, SystemOfRecord record, Forgotten forgotten) {
        this.plan = plan;
        this.record = record;
        acceptedFrom = forgotten.acceptedFrom();
    }

    /** @param done told how many buckets more were looked into, see {@link #buckets} */
    public Worked work(List<Wanted> wanted, Why why, IntConsumer done) {
        Map<Id, List<Occurrence>> found = new HashMap<>();
        look(wanted, done)
                .forEach(one -> found.computeIfAbsent(new Id(one.high(), one.low()), none -> new ArrayList<>())
                        .add(one));
        List<VoidEntry> entries = new ArrayList<>();
        List<Wanted> missing = new ArrayList<>();
        Set<Id> seen = new HashSet<>();
        int already = 0;
        for (Wanted one : wanted) {
            Id id = new Id(one.high(), one.low());
            if (!seen.add(id)) {
                continue;
            }
            Set<Long> buckets = new TreeSet<>();
            Set<Long> voided = new TreeSet<>();
            found.getOrDefault(id, List.of()).forEach(there -> (there.voids() ? voided : buckets).add(there.bucket()));
            advance(one, why).ifPresent(bucket -> buckets.add(bucket));
            buckets.removeAll(voided);
            if (buckets.isEmpty()) {
                already += voided.isEmpty() ? 0 : 1;
                if (voided.isEmpty()) {
                    missing.add(one);
                }
            }
            buckets.forEach(bucket -> entries.add(
                    new VoidEntry(one.high(), one.low(), bucket, one.id(), why.reason(), why.by(), why.atMicros())));
        }
        return new Worked(entries, already, missing);
    }

    private OptionalLong advance(Wanted one, Why why) {
        boolean there = why.inAdvance()
                && one.timeMicros().isPresent()
                && one.timeMicros().getAsLong() >= acceptedFrom;
        return there
                ? OptionalLong.of(plan.recordBucket().floor(one.timeMicros().getAsLong()))
                : OptionalLong.empty();
    }

    private List<Occurrence> look(List<Wanted> wanted, IntConsumer done) {
        TreeMap<Long, BucketMark> marks = new TreeMap<>();
        buckets().forEach(mark -> marks.put(mark.bucket(), mark));
        Set<Long> everywhere = new TreeSet<>();
        Map<Long, Set<Long>> byBucket = new TreeMap<>();
        for (Wanted one : wanted) {
            if (one.timeMicros().isEmpty()) {
                everywhere.add(one.high());
            } else {
                long bucket = plan.recordBucket().floor(one.timeMicros().getAsLong());
                byBucket.computeIfAbsent(bucket, none -> new TreeSet<>()).add(one.high());
            }
        }
        Whereabouts whereabouts = new Whereabouts(plan, record);
        List<Occurrence> found = new ArrayList<>();
        if (!everywhere.isEmpty()) {
            found.addAll(whereabouts.find(longs(everywhere), List.copyOf(marks.values()), done));
        }
        byBucket.forEach((bucket, halves) -> {
            if (marks.containsKey(bucket)) {
                found.addAll(whereabouts.find(longs(halves), List.of(marks.get(bucket)), none -> {}));
            }
        });
        return found;
    }

    private static long[] longs(Set<Long> ascending) {
        return ascending.stream().mapToLong(Long::longValue).toArray();
    }

    /** The record buckets whose events are still there. */
    public List<BucketMark> buckets() {
        return record.marks(acceptedFrom, Long.MAX_VALUE);
    }

    /** What is to be asked for, one after the other, so that all entries are recorded. */
    public static List<Request.Import> requests(List<VoidEntry> entries, String source) {
        List<Request.ImportedRange> lists = new ArrayList<>();
        for (int from = 0; from < entries.size(); from += VoidList.MAX_ENTRIES) {
            lists.add(
                    new VoidList(entries.subList(from, Math.min(entries.size(), from + VoidList.MAX_ENTRIES))).asked());
        }
        List<Request.Import> requests = new ArrayList<>();
        for (int from = 0; from < lists.size(); from += MAX_LISTS) {
            requests.add(new Request.Import(lists.subList(from, Math.min(lists.size(), from + MAX_LISTS)), source, 0));
        }
        return requests;
    }

    /** Gives all entries of a record with their buckets, by bucket. */
    public static void visit(SystemOfRecord record, ObjLongConsumer<VoidEntry> visitor) {
        for (long bucket : record.voided(Long.MIN_VALUE, Long.MAX_VALUE)) {
            record.read(bucket, (source, offset, raw) -> VoidEntry.of(raw)
                    .ifPresent(entry -> visitor.accept(entry, bucket)));
        }
    }
}
