package tallyroll.ring;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;
import tallyroll.flow.SourceCursor;
import tallyroll.flow.SourceOpener;

/** A partitioned log in memory, one a name in this JVM: it grows, its beginning expires, its records may have no value. */
final class MemoryLog {
    private static final Map<String, MemoryLog> BY_NAME = new ConcurrentHashMap<>();

    private final String name;
    private final List<Partition> partitions = new ArrayList<>();

    private static final class Partition {
        private final List<byte[]> records = new ArrayList<>();
        private long earliest;
    }

    private MemoryLog(String name) {
        this.name = name;
    }

    static MemoryLog of(String name) {
        return BY_NAME.computeIfAbsent(name, MemoryLog::new);
    }

    /** Appends records; null for one without a value. A partition begins with its first record. */
    synchronized void append(int partition, String... values) {
        while (partitions.size() <= partition) {
            partitions.add(new Partition());
        }
        for (String value : values) {
            partitions.get(partition).records.add(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Drops the records of a partition before an offset. */
    synchronized void expire(int partition, long before) {
        partitions.get(partition).earliest = before;
    }

    /** What lies behind {@code positions}, a range a partition. */
    synchronized List<Claim.Range> unread(Map<Integer, Long> positions) {
        List<Claim.Range> ranges = new ArrayList<>();
        for (int partition = 0; partition < partitions.size(); partition++) {
            long from = positions.getOrDefault(partition, 0L);
            long until = partitions.get(partition).records.size();
            if (until > from) {
                ranges.add(new Claim.Range(name, partition, from, until));
            }
        }
        return ranges;
    }

    SourceOpener opener() {
        return new Opener(name);
    }

    private synchronized long earliest(int partition) {
        return partitions.get(partition).earliest;
    }

    private synchronized byte[] record(int partition, long offset) {
        return partitions.get(partition).records.get(Math.toIntExact(offset));
    }

    /** Carries the name alone, as a topic's does. */
    private record Opener(String name) implements SourceOpener {
        @Override
        public SourceCursor open(Claim.Range range) {
            return new Cursor(of(name), range);
        }
    }

    private static final class Cursor implements SourceCursor {
        private final MemoryLog log;
        private final Claim.Range range;
        private final long begin;
        private long at;
        private byte[] value;

        Cursor(MemoryLog log, Claim.Range range) {
            this.log = log;
            this.range = range;
            begin = Math.min(range.until(), Math.max(range.from(), log.earliest(range.partition())));
            at = begin - 1;
        }

        @Override
        public boolean advance() {
            if (++at >= range.until()) {
                return false;
            }
            value = log.record(range.partition(), at);
            return true;
        }

        @Override
        public boolean tombstone() {
            return value == null;
        }

        @Override
        public Slice value() {
            return value == null ? new Slice() : Slice.of(value);
        }

        @Override
        public long offset() {
            return at;
        }

        @Override
        public List<Claim.Range> gaps() {
            return begin == range.from()
                    ? List.of()
                    : List.of(new Claim.Range(range.source(), range.partition(), range.from(), begin));
        }

        @Override
        public void close() {
            // nothing is held
        }
    }
}
