package tallyroll.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;
import tallyroll.control.IngestClaim;
import tallyroll.control.LastRead;
import tallyroll.control.SourceReplacedException;
import tallyroll.decode.Decoding;
import tallyroll.decode.Message;
import tallyroll.record.SystemOfRecord;

/**
 * A task's range as the source gives it, completed by what earlier attempts and runs of the task have recorded of it (rules R6, R11).
 *
 * <p>What was recorded is durable, while the source may give less by now: it has dropped old positions, been compacted, or was the
 * memory of a driver that has ended. So an event that the source no longer gives is read from the record, at its place in the order of
 * positions: the task then sees at least what the earlier one saw, in the same order, records all of it, and counts the same event of
 * each identity. Rows that an earlier run applied hold exactly these events, for nothing was applied before all of them were recorded.
 *
 * <p>Where the source gives another record at a position than was recorded, its log was cut off in between, and both cannot count at
 * one position (rule R16): the batch cannot be run again, and it is for people to close it.
 *
 * <p>Holds the positions and checksums of recorded events, and the bytes of at most {@value #HELD} events that the source lacks. Not thread-safe.
 */
final class DurableCursor implements SourceCursor {
    private static final int HELD = 10_000;

    private final SourceCursor source;
    private final SystemOfRecord record;
    private final IngestClaim claim;
    private final int task;
    /** Positions of what was recorded, ascending, each once. */
    private final Position[] recorded;
    /** Of each, a checksum of its bytes. */
    private final int[] checksums;
    /** Of some of them that the source lacks, the bytes. */
    private final Map<Position, byte[]> held = new HashMap<>();
    /** How many of them were given, or passed because the source gave them. */
    private int passed;

    private boolean sourceHasNext;
    private boolean fromRecord;
    private Position position;

    /** An offset and, of a record of several events, which one of them. */
    private record Position(long offset, int element) implements Comparable<Position> {
        static Position of(long offset, Slice raw) {
            return new Position(offset, Message.of(raw).element());
        }

        boolean whole() {
            return element == Message.WHOLE;
        }

        @Override
        public int compareTo(Position other) {
            return offset == other.offset
                    ? Integer.compare(element, other.element)
                    : Long.compare(offset, other.offset);
        }

        @Override
        public String toString() {
            return whole() ? String.valueOf(offset) : offset + " (event " + element + ")";
        }
    }

    private DurableCursor(SourceCursor source, SystemOfRecord record, IngestClaim claim, int task, Recorded recorded) {
        this.source = source;
        this.record = record;
        this.claim = claim;
        this.task = task;
        this.recorded = recorded.positions();
        checksums = recorded.checksums();
    }

    /** The source as it is, where nothing can have been recorded: in the first attempt of a task, in the first run of its batch. */
    static SourceCursor of(SourceCursor source, SystemOfRecord record, IngestClaim claim, int task, int attempt) {
        if (claim.firstAttempt(attempt)) {
            return source;
        }
        Recorded recorded = new Recorded();
        record.readTask(claim, task, (range, offset, raw) -> recorded.add(Position.of(offset, raw), checksum(raw)));
        return new DurableCursor(source, record, claim, task, recorded);
    }

    @Override
    public boolean advance() {
        if (!fromRecord) {
            sourceHasNext = source.advance();
        }
        boolean more = passed < recorded.length;
        int order = more && sourceHasNext ? recorded[passed].compareTo(sourcePosition()) : -1;
        fromRecord = more && order < 0;
        if (fromRecord) {
            position = recorded[passed++];
            return true;
        }
        if (more && order == 0) {
            requireSame(passed);
            passed++;
        }
        return sourceHasNext;
    }

    private Position sourcePosition() {
        return new Position(source.offset(), source.element());
    }

    private void requireSame(int index) {
        if (source.tombstone() || checksums[index] != checksum(source.value())) {
            throw new SourceReplacedException(
                    "Cannot run batch " + claim.batch() + " again: at position "
                            + recorded[index] + " of " + claim.range(task)
                            + " the source gives another record than the one that was recorded, so it was cut off while the batch read it."
                            + " \"./tallyroll skip FILE --batch " + claim.batch()
                            + "\" keeps what is recorded and writes the batch's ranges down as gaps; \"./tallyroll fill FILE EVENTS\" closes them.");
        }
    }

    /** Of the value alone: what is kept beside it is the definition's choice, which may have changed. */
    private static int checksum(Slice bytes) {
        Slice raw = Message.of(bytes).value();
        CRC32C crc = new CRC32C();
        crc.update(raw.array(), raw.from(), raw.length());
        return (int) crc.getValue();
    }

    @Override
    public boolean tombstone() {
        return !fromRecord && source.tombstone();
    }

    @Override
    public Slice value() {
        return fromRecord ? Slice.of(bytes()) : source.value();
    }

    @Override
    public long offset() {
        return fromRecord ? position.offset() : source.offset();
    }

    @Override
    public int element() {
        return fromRecord ? position.element() : source.element();
    }

    @Override
    public Decoding fault() {
        return fromRecord ? Decoding.OK : source.fault();
    }

    @Override
    public Optional<String> origin() {
        return source.origin();
    }

    /**
     * The parts of the source's gaps that the record does not hold. Of a record of several events nobody knows how many there were, and
     * some may have been recorded before their task died: it is in the gap also where some of it are counted.
     */
    @Override
    public List<Claim.Range> gaps() {
        List<Claim.Range> parts = new ArrayList<>();
        for (Claim.Range gap : source.gaps()) {
            long from = gap.from();
            for (int i = firstFrom(from); i < recorded.length && recorded[i].offset() < gap.until(); i++) {
                if (recorded[i].whole()) {
                    add(parts, gap, from, recorded[i].offset());
                    from = recorded[i].offset() + 1;
                }
            }
            add(parts, gap, from, gap.until());
        }
        return parts;
    }

    private static void add(List<Claim.Range> parts, Claim.Range gap, long from, long until) {
        if (from < until || gap.length() == 0) {
            parts.add(new Claim.Range(gap.source(), gap.partition(), from, until));
        }
    }

    @Override
    public String message(Claim.Range gap) {
        return source.message(gap);
    }

    @Override
    public Optional<LastRead> lastRead() {
        return source.lastRead();
    }

    @Override
    public void close() {
        source.close();
    }

    private int firstFrom(long wanted) {
        int found = Arrays.binarySearch(recorded, new Position(wanted, Message.WHOLE));
        return found < 0 ? -found - 1 : found;
    }

    private byte[] bytes() {
        if (!held.containsKey(position)) {
            held.clear();
            fetch();
        }
        return held.get(position);
    }

    /** This event and those after it that come before the source's next one. */
    private void fetch() {
        Set<Position> wanted = new HashSet<>();
        for (int i = passed - 1; i < recorded.length && wanted.size() < HELD; i++) {
            if (sourceHasNext && recorded[i].compareTo(sourcePosition()) >= 0) {
                break;
            }
            wanted.add(recorded[i]);
        }
        record.readTask(claim, task, (range, offset, raw) -> {
            Position at = Position.of(offset, raw);
            if (wanted.contains(at)) {
                held.put(at, raw.toByteArray());
            }
        });
        if (!held.containsKey(position)) {
            throw new IllegalStateException("Cannot read event " + position + " of " + claim.range(task)
                    + " again, which batch " + claim.batch() + " recorded: the record no longer gives it");
        }
    }

    /** By position, ascending, each once: what was recorded last of it. */
    private static final class Recorded {
        private final TreeMap<Position, Integer> checksums = new TreeMap<>();

        void add(Position position, int checksum) {
            checksums.put(position, checksum);
        }

        Position[] positions() {
            return checksums.keySet().toArray(Position[]::new);
        }

        int[] checksums() {
            return checksums.values().stream().mapToInt(Integer::intValue).toArray();
        }
    }
}
