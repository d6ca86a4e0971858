package tallyroll.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import tallyroll.control.Claim;
import tallyroll.control.IngestClaim;
import tallyroll.control.PipelineState;
import tallyroll.control.Request;
import tallyroll.decode.VoidEntry;

/**
 * Files that somebody has of events which were published, will be, or never are, some of them twice; what batches claim of them; and
 * whether all is brought in that was asked for.
 */
final class Imports {
    private static final String NAME = "file:";
    private static final int MAX_RECORDS = 25;
    /** Records of a piece. */
    private static final int PIECE = 6;

    private final World world;
    private final RandomGenerator random;
    private final List<Held> files = new ArrayList<>();
    /** Of identities, an event and the numbers that it is known by in the record. */
    private final Map<String, Identified> known = new HashMap<>();

    private final List<Identified> knownInOrder = new ArrayList<>();
    /** Batches that import, as they were claimed. */
    private final Map<Long, IngestClaim> claims = new HashMap<>();
    /** Places of files, by their names, that committed batches have read. */
    private final Set<List<Object>> brought = new HashSet<>();

    /** What is in a file. */
    private record Held(Topic topic, List<Sent> records) {
        boolean voids() {
            return !records.isEmpty()
                    && !records.get(0).packed()
                    && records.get(0).fact() != null
                    && records.get(0).fact().voids();
        }
    }

    private record Identified(Fact fact, long high, long low) {}

    /** A part of a file, and the range that a batch claims for it. */
    record Piece(String file, Claim.Range range) {}

    Imports(World world, RandomGenerator random) {
        this.world = world;
        this.random = random;
    }

    /** What somebody asks for: files of one topic's events, now and then such as were asked for before. */
    Request.Import ask() {
        boolean voids = !files.isEmpty() && files.get(files.size() - 1).voids();
        if (files.isEmpty() || voids || random.nextInt(3) > 0) {
            files.add(written(world.topics().any()));
        }
        Topic topic = files.get(files.size() - 1).topic();
        List<Request.ImportedRange> some = new ArrayList<>();
        for (int file = files.size() - 1; file >= 0 && some.size() < 2; file--) {
            if (files.get(file).topic() == topic
                    && !files.get(file).voids()
                    && (some.isEmpty() || random.nextInt(3) == 0)) {
                some.add(new Request.ImportedRange(
                        NAME + file, 0, files.get(file).records().size()));
            }
        }
        return new Request.Import(some, topic.name(), 0);
    }

    /** An event is about to be recorded. */
    void identified(Fact fact, long high, long low) {
        if (fact != null && !known.containsKey(fact.identity())) {
            Identified one = new Identified(fact, high, low);
            known.put(fact.identity(), one);
            knownInOrder.add(one);
        }
    }

    /** What somebody wants to be taken out, some of it twice: events that are there, and where they may move, that will be. */
    Optional<Request.Import> askVoids() {
        if (knownInOrder.isEmpty()) {
            return Optional.empty();
        }
        List<Sent> entries = new ArrayList<>();
        for (int left = 1 + random.nextInt(5); left > 0; left--) {
            Identified one = knownInOrder.get(random.nextInt(knownInOrder.size()));
            boolean elsewhere = world.kind().moved() && random.nextInt(3) == 0;
            long at = one.fact().at() + (elsewhere ? (random.nextInt(7) - 3) * Grid.HOUR : 0);
            byte[] entry = new VoidEntry(one.high(), one.low(), at, one.fact().id(), "a test", "somebody", at).bytes();
            entries.add(Sent.single(new Sent.Part(one.fact().voided(at), entry), new Log(0)));
        }
        Topic topic = world.topics().any();
        files.add(new Held(topic, entries));
        String name = IngestClaim.VOIDS + (files.size() - 1);
        return Optional.of(
                new Request.Import(List.of(new Request.ImportedRange(name, 0, entries.size())), topic.name(), 0));
    }

    private Held written(Topic topic) {
        List<Sent> records = new ArrayList<>();
        while (records.size() < MAX_RECORDS && random.nextInt(12) > 0) {
            int partition = random.nextInt(topic.partitions());
            long end = topic.end(partition);
            if (end > 0 && random.nextInt(3) > 0) { // also what the topic has forgotten
                long from = random.nextLong(end);
                for (long offset = from; offset < Math.min(end, from + 4); offset++) {
                    records.add(topic.at(partition, offset));
                }
            } else if (!records.isEmpty() && random.nextInt(4) == 0) {
                records.add(records.get(random.nextInt(records.size())));
            } else {
                records.add(topic.unpublished(world.nowMicros()));
            }
        }
        return new Held(topic, records);
    }

    /** The parts of what is asked for, always the same. */
    List<Piece> pieces(Request.Import asked) {
        List<Piece> pieces = new ArrayList<>();
        for (int number = 0; number < asked.ranges().size(); number++) {
            String name = asked.ranges().get(number).uri();
            int end = records(name).size();
            for (int from = 0; from < end; from += PIECE) {
                Claim.Range range = new Claim.Range(asked.source(), number, from, Math.min(end, from + PIECE));
                pieces.add(new Piece(name, range));
            }
        }
        return pieces;
    }

    private List<Sent> records(String name) {
        return files.get(Integer.parseInt(name.substring(name.indexOf(':') + 1)))
                .records();
    }

    /** The hours in which entries stand that are asked for; none where it is events. */
    List<Long> voidedHours(Request.Import asked) {
        return asked.ranges().stream()
                .filter(range -> range.uri().startsWith(IngestClaim.VOIDS))
                .flatMap(range -> records(range.uri()).stream())
                .map(sent -> Grid.hour(sent.fact().at()))
                .distinct()
                .sorted()
                .toList();
    }

    /** How a task reads a range of a batch. */
    FileReader open(IngestClaim claim, Claim.Range range, Host host) {
        return new FileReader(
                world, claim, range, records(claim.origin(claim.ranges().indexOf(range))), host);
    }

    void claimed(Claim claim) {
        if (imports(claim)) {
            claims.put(claim.batch(), (IngestClaim) claim);
        }
    }

    static boolean imports(Claim claim) {
        return claim instanceof IngestClaim ingest && ingest.imports();
    }

    /** Whether a batch reads files. */
    boolean has(long batch) {
        return claims.containsKey(batch);
    }

    /** What a batch finds at a place of the file that it reads there. */
    Sent sent(long batch, Place place) {
        IngestClaim claim = claims.get(batch);
        for (int task = 0; task < claim.ranges().size(); task++) {
            Claim.Range range = claim.range(task);
            boolean here = range.source().equals(place.source()) && range.partition() == place.partition();
            if (here && range.from() <= place.offset() && place.offset() < range.until()) {
                return records(claim.origin(task)).get((int) place.offset());
            }
        }
        throw new IllegalStateException(claim + " does not read " + place);
    }

    /** A batch was committed: what it has read of files is in, and the source is where it was. */
    void committed(Claim claim, PipelineState before, PipelineState after) {
        if (!imports(claim)) {
            return;
        }
        IngestClaim ingest = (IngestClaim) claim;
        for (int task = 0; task < ingest.ranges().size(); task++) {
            Claim.Range range = ingest.range(task);
            for (long offset = range.from(); offset < range.until(); offset++) {
                brought.add(List.of(ingest.origin(task), offset));
            }
        }
        if (!after.positions().equals(before.positions())) {
            world.judge()
                    .broken("R16: batch " + claim.batch() + " imports, and moves " + before.positions() + " to "
                            + after.positions());
        }
    }

    /** What is asked for and was not brought in. */
    List<List<Object>> missing(Request.Import asked) {
        List<List<Object>> missing = new ArrayList<>();
        for (Piece piece : pieces(asked)) {
            for (long offset = piece.range().from(); offset < piece.range().until(); offset++) {
                List<Object> place = List.of(piece.file(), offset);
                if (!brought.contains(place)) {
                    missing.add(place);
                }
            }
        }
        return missing;
    }

    /** With that rule off, the commit of an import moves positions as if it had read the source. */
    static PipelineState moving(PipelineState before, PipelineState after) {
        boolean commits = before.open().filter(Imports::imports).isPresent()
                && after.open().isEmpty();
        if (!commits) {
            return after;
        }
        Map<String, Long> moved = new HashMap<>(after.positions());
        ((IngestClaim) before.open().get())
                .ranges()
                .forEach(range -> moved.merge(range.source() + "-" + range.partition(), range.until(), Math::max));
        return RecordCopies.with(after, "positions", moved);
    }
}
