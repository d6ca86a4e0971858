package tallyroll.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import tallyroll.control.Claim;
import tallyroll.control.IngestClaim;
import tallyroll.control.PipelineState;
import tallyroll.record.Gap;

/**
 * Watches what becomes of the ranges that batches claim: all of them is recorded, known to be of no use, or written down as a gap
 * when the batch is committed; what was recorded when the batch was claimed for the last time is kept, and what the topic still has
 * is no gap. What one incarnation of the source gives is all of one log, from its beginning.
 */
final class SourceWatch {
    private final World world;
    private final Consumer<String> broken;
    /** What stood in the record of the open batch when it was claimed for the last time, and what the topic had forgotten then. */
    private Set<Place> durable = Set.of();

    private Set<Place> forgotten = Set.of();
    /** How often the source had become another then. */
    private int changes;

    private final Map<Long, Set<Place>> missed = new TreeMap<>();
    /** What tasks were given, by batch: at one place several records where the source became another meanwhile, the last one last. */
    private final Map<Long, Map<Place, List<Sent>>> given = new HashMap<>();
    /** What was read and committed, by incarnation and partition. */
    private final Map<List<Object>, Map<Long, Sent>> read = new HashMap<>();

    private final Set<Sent> readAtAll = new HashSet<>();
    private final Set<Gap> skipped = new HashSet<>();

    SourceWatch(World world, Consumer<String> broken) {
        this.world = world;
        this.broken = broken;
    }

    /** A task reads. */
    void given(long batch, Claim.Range range, long offset, Sent sent) {
        List<Sent> here = given.computeIfAbsent(batch, none -> new HashMap<>())
                .computeIfAbsent(Place.of(range, offset), none -> new ArrayList<>(1));
        if (here.isEmpty() || here.get(here.size() - 1) != sent) {
            here.remove(sent);
            here.add(sent);
        }
    }

    /** What stands at a place as far as a batch is concerned. */
    Sent sent(long batch, Place place) {
        List<Sent> here = given.getOrDefault(batch, Map.of()).getOrDefault(place, List.of());
        return here.isEmpty() ? world.topic().at(place.partition(), place.offset()) : here.get(here.size() - 1);
    }

    /** All that tasks of a batch were given. */
    List<Sent> given(long batch) {
        List<Sent> all = new ArrayList<>();
        given.getOrDefault(batch, Map.of()).values().forEach(all::addAll);
        return all;
    }

    /** What else was given at places of a batch that has something else now: rows may hold it until their buckets are settled. */
    List<Sent> givenBefore(long batch) {
        List<Sent> before = new ArrayList<>();
        given.getOrDefault(batch, Map.of()).values().forEach(here -> before.addAll(here.size() > 1 ? here : List.of()));
        return before;
    }

    void claimed(Claim claim) {
        Map<Place, byte[]> standing = standing(claim);
        durable = standing.keySet();
        changes = world.changes().count();
        forgotten = new HashSet<>();
        for (Place place : places(claim)) {
            if (place.partition() < world.topic().partitions()
                    && place.offset() < world.topic().start(place.partition())) {
                forgotten.add(place);
            }
        }
    }

    /** What a batch that was just committed says it could not read. */
    Set<Place> missed(Claim claim) {
        Set<Place> gaps = written().getOrDefault(claim.batch(), Set.of());
        choose(claim);
        boolean same = changes == world.changes().count();
        if (!gaps.isEmpty() || !forgotten.isEmpty()) {
            missed.put(claim.batch(), gaps);
            // an attempt that read it in time may have recorded it after this claim
            Set<Place> standing = standing(claim).keySet();
            for (Place place : places(claim)) {
                boolean gap = gaps.contains(place);
                if (gap && durable.contains(place)) {
                    broken.accept("R11: batch " + claim.batch() + " has lost what it had recorded: " + place);
                }
                if (same && gap && place.offset() >= world.topic().start(place.partition())) {
                    broken.accept("R13: batch " + claim.batch() + " says that it missed " + place + ", which is kept");
                }
                if (same && !gap && forgotten.contains(place) && !standing.contains(place)) {
                    broken.accept("R13: batch " + claim.batch() + " does not say that it missed " + place);
                }
            }
        }
        if (world.changes().active()) {
            places(claim).stream().filter(place -> !gaps.contains(place)).forEach(place -> read(claim, place));
            ofOneLog(claim);
        }
        return gaps;
    }

    /** Of several records that tasks were given at one place, the one that stands in the record is the one that counts. */
    private void choose(Claim claim) {
        Map<Place, List<Sent>> all = given.getOrDefault(claim.batch(), Map.of());
        if (all.values().stream().anyMatch(here -> here.size() > 1)) {
            standing(claim).forEach((place, raw) -> {
                List<Sent> here = all.getOrDefault(place, List.of());
                here.stream()
                        .filter(sent -> Arrays.equals(sent.raw(), raw))
                        .findFirst()
                        .ifPresent(sent -> {
                            here.remove(sent);
                            here.add(sent);
                        });
            });
        }
    }

    private void read(Claim claim, Place place) {
        if (given.getOrDefault(claim.batch(), Map.of()).containsKey(place)) {
            Sent sent = sent(claim.batch(), place);
            readAtAll.add(sent);
            read.computeIfAbsent(List.of(place.source(), place.partition()), none -> new TreeMap<>())
                    .put(place.offset(), sent);
        }
    }

    /**
     * All that was ever read of a partition of an incarnation stands in the newest log of those that it was read from; what that has
     * forgotten by now nobody can compare.
     */
    private void ofOneLog(Claim claim) {
        Set<List<Object>> partitions = new HashSet<>();
        places(claim).forEach(place -> partitions.add(List.of(place.source(), place.partition())));
        for (List<Object> partition : partitions) {
            Map<Long, Sent> records = read.getOrDefault(partition, Map.of());
            Log newest = null;
            for (Sent sent : records.values()) {
                newest = newest == null || sent.log().number() > newest.number() ? sent.log() : newest;
            }
            for (Map.Entry<Long, Sent> one : records.entrySet()) {
                boolean forgot = one.getKey() < world.topic().start((Integer) partition.get(1));
                if (!forgot && !newest.holds(one.getKey(), one.getValue())) {
                    broken.accept("R16: batch " + claim.batch() + " has read on in another log of " + partition
                            + ", which does not hold what was read at " + one.getKey());
                    return;
                }
            }
        }
    }

    /** The record must hold what a batch that was just committed has recorded, and nothing else of it. */
    void recorded(Claim claim, Set<Place> right) {
        Set<Place> stands = standing(claim).keySet();
        if (claim instanceof IngestClaim && !stands.equals(right)) {
            broken.accept("R11: batch " + claim.batch() + " left " + stands + " in the record, should be " + right);
        }
        if (!world.changes().active()) {
            given.remove(claim.batch());
        }
    }

    /** Somebody writes down what will not be read. */
    void skipped(Gap gap) {
        skipped.add(gap);
    }

    /**
     * Somebody has closed a batch.
     *
     * @return what stands of it in the record, in the record's order: at one place several records where no run of its task has ended
     *     that would have taken the place of those before it
     */
    List<Map.Entry<Place, Sent>> closed(Claim claim) {
        List<Map.Entry<Place, Sent>> standing = new ArrayList<>();
        Set<Place> places = new HashSet<>();
        for (int task = 0; task < ((IngestClaim) claim).ranges().size(); task++) {
            List<Map.Entry<Place, Sent>> ofTask = new ArrayList<>();
            Set<Place> once = new HashSet<>();
            world.record().readTask((IngestClaim) claim, task, (range, offset, raw) -> {
                Place place = Place.of(range, offset);
                once.add(place);
                ofTask.add(Map.entry(place, given(claim.batch(), place, raw.toByteArray())));
            });
            if (once.size() == ofTask.size()) {
                ofTask.sort(Comparator.comparingLong(one -> one.getKey().offset()));
            }
            standing.addAll(ofTask);
            places.addAll(once);
        }
        for (Place place : places(claim)) {
            if (!places.contains(place) && skipped.stream().noneMatch(gap -> holds(gap, place))) {
                broken.accept("R13: " + place + " of batch " + claim.batch() + ", which was closed, is in no gap");
            }
        }
        standing.forEach(one -> readAtAll.add(one.getValue()));
        // its driver may have come as far as that, and no further
        missed.put(claim.batch(), written().getOrDefault(claim.batch(), Set.of()));
        return standing;
    }

    /** Of what tasks were given at a place, the record with these bytes. */
    Sent given(long batch, Place place, byte[] raw) {
        return given.getOrDefault(batch, Map.of()).getOrDefault(place, List.of()).stream()
                .filter(sent -> Arrays.equals(sent.raw(), raw))
                .findFirst()
                .orElseGet(() -> sent(batch, place));
    }

    private static boolean holds(Gap gap, Place place) {
        return places(gap.range()).contains(place);
    }

    /** Somebody has accepted that the source is another: of each partition that begins elsewhere now, what follows is in a gap. */
    void accepted(PipelineState before, PipelineState after) {
        String old = before.source(Driver.SOURCE).name(Driver.SOURCE);
        Map<Integer, Long> now = after.positions(after.source(Driver.SOURCE).name(Driver.SOURCE));
        before.positions(old).forEach((partition, position) -> {
            boolean goesOn = position.equals(now.get(partition));
            if (!goesOn
                    && skipped.stream()
                            .map(Gap::range)
                            .noneMatch(range -> range.source().equals(old)
                                    && range.partition() == partition
                                    && range.from() <= position)) {
                broken.accept("R16: no gap says that " + old + "-" + partition + " was not read from " + position);
            }
        });
        now.forEach((partition, position) -> {
            // what was read of it before is read
            Map<Long, Sent> known = read.getOrDefault(List.of(old, partition), Map.of());
            known.forEach((offset, sent) -> {
                if (offset < position) {
                    read.computeIfAbsent(
                                    List.of(after.source(Driver.SOURCE).name(Driver.SOURCE), partition),
                                    none -> new TreeMap<>())
                            .put(offset, sent);
                }
            });
        });
    }

    /** A driver refuses the source: then it is another, or lacks what was read, or may lack it. */
    void refused(PipelineState state) {
        if (world.changes().count() == 0) {
            broken.accept("R16: refused, and the source is what it was: " + state.sources());
        }
    }

    /** No gap was written down by anybody but the batches that were committed, and those who skip; all the rest was read. */
    void end() {
        Map<Long, Set<Place>> all = written();
        missed.values().removeIf(Set::isEmpty);
        if (!all.equals(missed)) {
            broken.accept("R13: the gaps are " + all + ", should be " + missed);
        }
        if (world.changes().active()) {
            allIsRead();
        }
    }

    private void allIsRead() {
        Set<Place> gaps = new HashSet<>();
        missed.values().forEach(gaps::addAll);
        skipped.forEach(gap -> gaps.addAll(places(gap.range())));
        Set<List<Object>> inGaps = new HashSet<>();
        gaps.forEach(place -> inGaps.add(List.of(place.partition(), place.offset())));
        // another record was read there before the log was cut off, and this one was forgotten before it could be seen
        read.forEach((partition, records) -> records.keySet().stream()
                .filter(offset -> (Integer) partition.get(1) < world.topic().partitions()
                        && offset < world.topic().start((Integer) partition.get(1)))
                .forEach(offset -> inGaps.add(List.of(partition.get(1), offset))));
        Topic topic = world.topic();
        for (int partition = 0; partition < topic.partitions(); partition++) {
            for (long offset = 0; offset < topic.end(partition); offset++) {
                if (!readAtAll.contains(topic.at(partition, offset)) && !inGaps.contains(List.of(partition, offset))) {
                    broken.accept("R16: offset " + offset + " of partition " + partition + " of " + topic.id()
                            + " was never read, and is in no gap");
                    return;
                }
            }
        }
    }

    private Map<Long, Set<Place>> written() {
        Map<Long, Set<Place>> written = new TreeMap<>();
        for (Gap gap : world.record().gaps().newest(Integer.MAX_VALUE)) {
            if (!skipped.contains(gap)) {
                written.computeIfAbsent(gap.batch(), none -> new HashSet<>()).addAll(places(gap.range()));
            }
        }
        return written;
    }

    private Map<Place, byte[]> standing(Claim claim) {
        Map<Place, byte[]> standing = new HashMap<>();
        if (claim instanceof IngestClaim ingest) {
            for (int task = 0; task < ingest.ranges().size(); task++) {
                world.record()
                        .readTask(
                                ingest,
                                task,
                                (range, offset, raw) -> standing.put(Place.of(range, offset), raw.toByteArray()));
            }
        }
        return standing;
    }

    private static Set<Place> places(Claim claim) {
        Set<Place> places = new HashSet<>();
        List<Claim.Range> ranges = claim instanceof IngestClaim ingest ? ingest.ranges() : List.of();
        ranges.forEach(range -> places.addAll(places(range)));
        return places;
    }

    private static Set<Place> places(Claim.Range range) {
        Set<Place> places = new HashSet<>();
        for (long offset = range.from(); offset < range.until(); offset++) {
            places.add(Place.of(range, offset));
        }
        return places;
    }
}
