package tallyroll.sim;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import tallyroll.control.Claim;
import tallyroll.control.IngestClaim;
import tallyroll.record.Gap;
import tallyroll.sim.Oracle.Place;

/**
 * Watches what becomes of the ranges that batches claim: all of them is recorded, known to be of no use, or written down as a gap
 * when the batch is committed; what was recorded when the batch was claimed for the last time is kept, and what the topic still has
 * is no gap.
 */
final class SourceWatch {
    private final World world;
    private final Consumer<String> broken;
    /** What stood in the record of the open batch when it was claimed for the last time, and what the topic had forgotten then. */
    private Set<Place> durable = Set.of();

    private Set<Place> forgotten = Set.of();
    private final Map<Long, Set<Place>> missed = new TreeMap<>();

    SourceWatch(World world, Consumer<String> broken) {
        this.world = world;
        this.broken = broken;
    }

    void claimed(Claim claim) {
        durable = standing(claim);
        forgotten = new HashSet<>();
        for (Place place : places(claim)) {
            if (place.offset() < world.topic().start(place.partition())) {
                forgotten.add(place);
            }
        }
    }

    /** What a batch that was just committed says it could not read. */
    Set<Place> missed(Claim claim) {
        Set<Place> gaps = written().getOrDefault(claim.batch(), Set.of());
        if (gaps.isEmpty() && forgotten.isEmpty()) {
            return gaps;
        }
        missed.put(claim.batch(), gaps);
        // an attempt that read it in time may have recorded it after this claim
        Set<Place> standing = standing(claim);
        for (Place place : places(claim)) {
            boolean gap = gaps.contains(place);
            if (gap && durable.contains(place)) {
                broken.accept("R11: batch " + claim.batch() + " has lost what it had recorded: " + place);
            }
            if (gap && place.offset() >= world.topic().start(place.partition())) {
                broken.accept("R13: batch " + claim.batch() + " says that it missed " + place + ", which is kept");
            }
            if (!gap && forgotten.contains(place) && !standing.contains(place)) {
                broken.accept("R13: batch " + claim.batch() + " does not say that it missed " + place);
            }
        }
        return gaps;
    }

    /** The record must hold what a batch that was just committed has recorded, and nothing else of it. */
    void recorded(Claim claim, Set<Place> right) {
        Set<Place> stands = standing(claim);
        if (claim instanceof IngestClaim && !stands.equals(right)) {
            broken.accept("R11: batch " + claim.batch() + " left " + stands + " in the record, should be " + right);
        }
    }

    /** No gap was written down by anybody but the batches that were committed. */
    void end() {
        Map<Long, Set<Place>> all = written();
        missed.values().removeIf(Set::isEmpty);
        if (!all.equals(missed)) {
            broken.accept("R13: the gaps are " + all + ", should be " + missed);
        }
    }

    private Map<Long, Set<Place>> written() {
        Map<Long, Set<Place>> written = new TreeMap<>();
        for (Gap gap : world.record().gaps().newest(Integer.MAX_VALUE)) {
            written.computeIfAbsent(gap.batch(), none -> new HashSet<>()).addAll(places(gap.range()));
        }
        return written;
    }

    private Set<Place> standing(Claim claim) {
        Set<Place> standing = new HashSet<>();
        if (claim instanceof IngestClaim ingest) {
            for (int task = 0; task < ingest.ranges().size(); task++) {
                world.record()
                        .readTask(
                                ingest,
                                task,
                                (range, offset, raw) -> standing.add(new Place(range.partition(), offset)));
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
            places.add(new Place(range.partition(), offset));
        }
        return places;
    }
}
