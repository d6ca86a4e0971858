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
    private final long[] recorded;
    /** Of each, a checksum of its bytes. */
    private final int[] checksums;
    /** Of some of them that the source lacks, the bytes. */
    private final Map<Long, byte[]> held = new HashMap<>();
    /** How many of them were given, or passed because the source gave them. */
    private int passed;

    private boolean sourceHasNext;
    private boolean fromRecord;
    private long offset;

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
        record.readTask(claim, task, (range, offset, raw) -> recorded.add(offset, checksum(raw)));
        return new DurableCursor(source, record, claim, task, recorded);
    }

    @Override
    public boolean advance() {
        if (!fromRecord) {
            sourceHasNext = source.advance();
        }
        boolean more = passed < recorded.length;
        fromRecord = more && (!sourceHasNext || recorded[passed] < source.offset());
        if (fromRecord) {
            offset = recorded[passed++];
            return true;
        }
        if (more && sourceHasNext && recorded[passed] == source.offset()) {
            requireSame(passed);
            passed++;
        }
        return sourceHasNext;
    }

    private void requireSame(int index) {
        if (source.tombstone() || checksums[index] != checksum(source.value())) {
            throw new SourceReplacedException("Cannot run batch " + claim.batch() + " again: at position "
                    + recorded[index] + " of " + claim.range(task)
                    + " the source gives another record than the one that was recorded, so it was cut off while the batch read it."
                    + " \"./tallyroll skip FILE --batch " + claim.batch()
                    + "\" keeps what is recorded and writes the batch's ranges down as gaps, which replay fills.");
        }
    }

    private static int checksum(Slice raw) {
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
        return fromRecord ? offset : source.offset();
    }

    /** The parts of the source's gaps that the record does not hold. */
    @Override
    public List<Claim.Range> gaps() {
        List<Claim.Range> parts = new ArrayList<>();
        for (Claim.Range gap : source.gaps()) {
            long from = gap.from();
            for (int i = firstFrom(from); i < recorded.length && recorded[i] < gap.until(); i++) {
                add(parts, gap, from, recorded[i]);
                from = recorded[i] + 1;
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
        int found = Arrays.binarySearch(recorded, wanted);
        return found < 0 ? -found - 1 : found;
    }

    private byte[] bytes() {
        if (!held.containsKey(offset)) {
            held.clear();
            fetch();
        }
        return held.get(offset);
    }

    /** This event and those after it that come before the source's next one. */
    private void fetch() {
        Set<Long> wanted = new HashSet<>();
        for (int i = passed - 1; i < recorded.length && wanted.size() < HELD; i++) {
            if (sourceHasNext && recorded[i] >= source.offset()) {
                break;
            }
            wanted.add(recorded[i]);
        }
        record.readTask(claim, task, (range, at, raw) -> {
            if (wanted.contains(at)) {
                held.put(at, raw.toByteArray());
            }
        });
        if (!held.containsKey(offset)) {
            throw new IllegalStateException("Cannot read event " + offset + " of " + claim.range(task)
                    + " again, which batch " + claim.batch() + " recorded: the record no longer gives it");
        }
    }

    /** By position, ascending, each once: what was recorded last of it. */
    private static final class Recorded {
        private final TreeMap<Long, Integer> checksums = new TreeMap<>();

        void add(long position, int checksum) {
            checksums.put(position, checksum);
        }

        long[] positions() {
            return checksums.keySet().stream().mapToLong(Long::longValue).toArray();
        }

        int[] checksums() {
            return checksums.values().stream().mapToInt(Integer::intValue).toArray();
        }
    }
}
