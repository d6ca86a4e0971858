package tallyroll.sim;

import java.util.ArrayList;
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
import tallyroll.decode.Message;
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
    /** What stood at the places of the open batch when it was claimed. */
    private final Map<Place, Sent> standing = new HashMap<>();

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
        if (!here.isEmpty()) {
            return here.get(here.size() - 1);
        }
        if (world.imports().has(batch)) {
            return world.imports().sent(batch, place);
        }
        Topic topic = world.topic(place.source());
        return topic.holds(place.partition(), place.offset())
                ? topic.at(place.partition(), place.offset())
                : standing.get(place);
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
        durable = standing(claim).keySet();
        keep(claim);
        changes = world.changes().count();
        forgotten = new HashSet<>();
        for (Place place : placesOfSource(claim)) {
            if (world.topic(place.source()).forgot(place.partition(), place.offset())) {
                forgotten.add(place);
            }
        }
    }

    /** What the source has of it, which it may have no more when the batch is committed. */
    private void keep(Claim claim) {
        Set<Place> places = placesOfSource(claim);
        standing.keySet().retainAll(places);
        for (Place place : world.changes().active() ? places : Set.<Place>of()) {
            Topic topic = world.topic(place.source());
            if (topic.holds(place.partition(), place.offset())) {
                standing.putIfAbsent(place, topic.at(place.partition(), place.offset()));
            }
        }
    }

    /**
     * The events of a batch that was just committed which it says it could not read. Of a record of several some may have been recorded
     * before the topic forgot it, and then the rest is in a gap.
     */
    Set<Place> missed(Claim claim) {
        Set<Place> gaps = written().getOrDefault(claim.batch(), Set.of());
        choose(claim);
        Set<Place> lost = Set.of();
        if (!gaps.isEmpty() || !forgotten.isEmpty()) {
            missed.put(claim.batch(), gaps);
            // an attempt that read it in time may have recorded it after this claim
            Set<Place> standing = standing(claim).keySet();
            check(claim, gaps, standing);
            lost = events(claim, gaps);
            lost.removeIf(event -> event.element() != Place.WHOLE && standing.contains(event));
        }
        if (world.changes().active()) {
            placesOfSource(claim).stream()
                    .filter(place -> !gaps.contains(place))
                    .forEach(place -> read(claim, place));
            ofOneLog(claim);
        }
        return lost;
    }

    private void check(Claim claim, Set<Place> gaps, Set<Place> standing) {
        boolean same = changes == world.changes().count();
        boolean packed = world.kind().packed();
        if (packed && !standing.containsAll(durable)) {
            broken.accept("R11: batch " + claim.batch() + " has lost something of what it had recorded: " + durable);
        }
        for (Place place : places(claim)) {
            boolean gap = gaps.contains(place);
            if (gap && durable.contains(place) && !packed) {
                broken.accept("R11: batch " + claim.batch() + " has lost what it had recorded: " + place);
            }
            if (same && gap && !world.topic(place.source()).forgot(place.partition(), place.offset())) {
                broken.accept("R13: batch " + claim.batch() + " says that it missed " + place + ", which is kept");
            }
            if (same && !gap && forgotten.contains(place) && (packed || !standing.contains(place))) {
                broken.accept("R13: batch " + claim.batch() + " does not say that it missed " + place);
            }
        }
    }

    /** The events of records. */
    private Set<Place> events(Claim claim, Set<Place> records) {
        Set<Place> events = new HashSet<>();
        for (Place place : records) {
            Sent sent = sent(claim.batch(), place);
            for (int i = 0; i < sent.parts().size(); i++) {
                events.add(place.at(sent.element(i)));
            }
        }
        return events;
    }

    /** Of several records that tasks were given at one place, the one that stands in the record is the one that counts. */
    private void choose(Claim claim) {
        Map<Place, List<Sent>> all = given.getOrDefault(claim.batch(), Map.of());
        if (all.values().stream().anyMatch(here -> here.size() > 1)) {
            standing(claim).forEach((place, raw) -> {
                List<Sent> here = all.getOrDefault(place.whole(), List.of());
                here.stream()
                        .filter(sent -> sent.holds(place.element(), raw))
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
        placesOfSource(claim).forEach(place -> partitions.add(List.of(place.source(), place.partition())));
        for (List<Object> partition : partitions) {
            Map<Long, Sent> records = read.getOrDefault(partition, Map.of());
            Log newest = null;
            for (Sent sent : records.values()) {
                newest = newest == null || sent.log().number() > newest.number() ? sent.log() : newest;
            }
            for (Map.Entry<Long, Sent> one : records.entrySet()) {
                boolean forgot =
                        one.getKey() < world.topic((String) partition.get(0)).start((Integer) partition.get(1));
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
    List<Map.Entry<Place, Fact>> closed(Claim claim) {
        List<Map.Entry<Place, Fact>> standing = new ArrayList<>();
        Set<Place> places = new HashSet<>();
        for (int task = 0; task < ((IngestClaim) claim).ranges().size(); task++) {
            List<Map.Entry<Place, Fact>> ofTask = new ArrayList<>();
            Set<Place> once = new HashSet<>();
            world.record().readTask((IngestClaim) claim, task, (range, offset, raw) -> {
                Message message = Message.of(raw);
                Place place = Place.of(range, offset).at(message.element());
                byte[] value = message.value().toByteArray();
                Sent sent = given(claim.batch(), place, value);
                once.add(place);
                if (!world.imports().has(claim.batch())) {
                    readAtAll.add(sent);
                }
                ofTask.add(Map.entry(place, sent.fact(place.element(), value)));
            });
            if (once.size() == ofTask.size()) {
                ofTask.sort(Comparator.comparingLong(
                                (Map.Entry<Place, Fact> one) -> one.getKey().offset())
                        .thenComparing(one -> one.getKey().element()));
            }
            standing.addAll(ofTask);
            once.forEach(place -> places.add(place.whole()));
        }
        for (Place place : placesOfSource(claim)) {
            if (!places.contains(place) && skipped.stream().noneMatch(gap -> holds(gap, place))) {
                broken.accept("R13: " + place + " of batch " + claim.batch() + ", which was closed, is in no gap");
            }
        }
        // its driver may have come as far as that, and no further
        missed.put(claim.batch(), written().getOrDefault(claim.batch(), Set.of()));
        return standing;
    }

    /** Of what tasks were given at a place, the record with these bytes there. */
    Sent given(long batch, Place place, byte[] raw) {
        Place record = place.whole();
        return given.getOrDefault(batch, Map.of()).getOrDefault(record, List.of()).stream()
                .filter(sent -> sent.holds(place.element(), raw))
                .findFirst()
                .orElseGet(() -> sent(batch, record));
    }

    private static boolean holds(Gap gap, Place place) {
        return places(gap.range()).contains(place);
    }

    /** Somebody has accepted that a source is another: of each partition that begins elsewhere now, what follows is in a gap. */
    void accepted(String source, PipelineState before, PipelineState after) {
        String old = before.source(source).name(source);
        String next = after.source(source).name(source);
        Map<Integer, Long> now = after.positions(next);
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
                    read.computeIfAbsent(List.of(next, partition), none -> new TreeMap<>())
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
        gaps.forEach(
                place -> inGaps.add(List.of(world.topic(place.source()).name(), place.partition(), place.offset())));
        // another record was read there before the log was cut off, and this one was forgotten before it could be seen
        read.forEach((partition, records) -> {
            Topic topic = world.topic((String) partition.get(0));
            records.keySet().stream()
                    .filter(offset -> topic.forgot((Integer) partition.get(1), offset))
                    .forEach(offset -> inGaps.add(List.of(topic.name(), partition.get(1), offset)));
        });
        for (Topic topic : world.topics().all()) {
            for (int partition = 0; partition < topic.partitions(); partition++) {
                allIsRead(topic, partition, inGaps);
            }
        }
    }

    private void allIsRead(Topic topic, int partition, Set<List<Object>> inGaps) {
        for (long offset = 0; offset < topic.end(partition); offset++) {
            if (!readAtAll.contains(topic.at(partition, offset))
                    && !inGaps.contains(List.of(topic.name(), partition, offset))) {
                broken.accept("R16: offset " + offset + " of partition " + partition + " of " + topic.id()
                        + " was never read, and is in no gap");
                return;
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
                world.record().readTask(ingest, task, (range, offset, raw) -> {
                    Message message = Message.of(raw);
                    standing.put(
                            Place.of(range, offset).at(message.element()),
                            message.value().toByteArray());
                });
            }
        }
        return standing;
    }

    /** Not those of files. */
    private static Set<Place> placesOfSource(Claim claim) {
        return Imports.imports(claim) ? Set.of() : places(claim);
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
