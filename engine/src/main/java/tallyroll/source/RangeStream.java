package tallyroll.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.streaming.CompositeReadLimit;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.connector.read.streaming.ReadMaxRows;
import org.apache.spark.sql.connector.read.streaming.SupportsTriggerAvailableNow;
import org.apache.spark.unsafe.types.UTF8String;
import tallyroll.control.Claim;
import tallyroll.control.SourcePartition;

/**
 * Tells Structured Streaming how far a source reaches. Its rows describe ranges and are made on the driver, all in one tiny
 * partition; the events themselves never pass through Spark's rows.
 */
final class RangeStream implements MicroBatchStream, SupportsTriggerAvailableNow {
    private final long max;
    private final Supplier<AllOffsets> opening;
    private final Map<SourcePartition, Long> starting;
    private final boolean startingAtLatest;
    private AllOffsets reach;
    private Optional<Map<SourcePartition, Long>> lastAvailable = Optional.empty();
    private TopicOffsets newest;

    /**
     * @param max records of a batch; 0: no limit
     * @param opening opens what is asked how far it reaches, at the first question; closed by {@link #stop} if it can be
     */
    RangeStream(long max, Supplier<AllOffsets> opening, Map<SourcePartition, Long> starting, boolean startingAtLatest) {
        this.max = max;
        this.opening = opening;
        this.starting = starting;
        this.startingAtLatest = startingAtLatest;
    }

    @Override
    public Offset initialOffset() {
        Map<SourcePartition, Long> positions = new TreeMap<>(startingAtLatest ? reach().latest() : reach().earliest());
        positions.putAll(starting);
        return new TopicOffsets(positions);
    }

    @Override
    public Offset deserializeOffset(String json) {
        return TopicOffsets.parse(json);
    }

    @Override
    public ReadLimit getDefaultReadLimit() {
        return max > 0 ? ReadLimit.maxRows(max) : ReadLimit.allAvailable();
    }

    @Override
    public void prepareForTriggerAvailableNow() {
        lastAvailable = Optional.of(reach().latest());
    }

    @Override
    public Offset latestOffset() {
        throw new UnsupportedOperationException(
                "Spark asks a source with admission control for latestOffset(start, limit)");
    }

    @Override
    public Offset latestOffset(Offset start, ReadLimit limit) {
        // A stale checkpoint lies behind what is committed; what is counted already takes no part of the limit.
        Map<SourcePartition, Long> read = behind(TopicOffsets.of(start).positions(), starting);
        Map<SourcePartition, Long> latest = reach().latest();
        reach().notTruncated(read, latest);
        newest = new TopicOffsets(latest);
        Map<SourcePartition, Long> ends =
                lastAvailable.map(last -> within(latest, last)).orElse(latest);
        long allowed = max(limit);
        long unread = length(read, ends);
        if (unread == 0) {
            // Spark takes it for "nothing new"; an equal offset would still give a first batch, an empty one.
            return null;
        }
        if (unread <= allowed) {
            return new TopicOffsets(behind(read, ends));
        }
        Map<SourcePartition, Long> from = fromWhatIsKept(read, ends);
        return new TopicOffsets(behind(read, PartitionQuotas.ends(from, behind(from, ends), allowed)));
    }

    @Override
    public Offset reportLatestOffset() {
        return newest;
    }

    @Override
    public InputPartition[] planInputPartitions(Offset start, Offset end) {
        Map<SourcePartition, Long> from = TopicOffsets.of(start).positions();
        List<Claim.Range> ranges = new ArrayList<>();
        TopicOffsets.of(end).positions().forEach((partition, until) -> {
            long begin = from.getOrDefault(partition, 0L);
            if (until > begin) {
                ranges.add(new Claim.Range(partition.source(), partition.partition(), begin, until));
            }
        });
        return ranges.isEmpty() ? new InputPartition[0] : new InputPartition[] {new Descriptions(List.copyOf(ranges))};
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        return DescriptionsReader.FACTORY;
    }

    @Override
    public void commit(Offset end) {
        // The control table says what is committed; the source keeps no position for us.
    }

    @Override
    public void stop() {
        if (reach instanceof KafkaTopics own) {
            own.close();
        }
        reach = null;
    }

    private AllOffsets reach() {
        if (reach == null) {
            reach = opening.get();
        }
        return reach;
    }

    /** What expired unread costs nothing to pass over, so it takes no part of the limit. */
    private Map<SourcePartition, Long> fromWhatIsKept(
            Map<SourcePartition, Long> read, Map<SourcePartition, Long> ends) {
        Map<SourcePartition, Long> from = new TreeMap<>(reach().earliest());
        from.keySet().retainAll(ends.keySet());
        ends.keySet().forEach(partition -> from.merge(partition, read.getOrDefault(partition, 0L), Math::max));
        return from;
    }

    private static Map<SourcePartition, Long> within(
            Map<SourcePartition, Long> latest, Map<SourcePartition, Long> last) {
        Map<SourcePartition, Long> reach = new TreeMap<>(latest);
        reach.keySet().retainAll(last.keySet());
        reach.replaceAll((partition, end) -> Math.min(end, last.get(partition)));
        return reach;
    }

    /** Ends that lie nowhere before the start: a stale snapshot must not turn a stream back. */
    private static Map<SourcePartition, Long> behind(Map<SourcePartition, Long> read, Map<SourcePartition, Long> ends) {
        Map<SourcePartition, Long> behind = new TreeMap<>(read);
        ends.forEach((partition, end) -> behind.merge(partition, end, Math::max));
        return behind;
    }

    private static long length(Map<SourcePartition, Long> from, Map<SourcePartition, Long> until) {
        return until.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - from.getOrDefault(end.getKey(), 0L)))
                .sum();
    }

    private static long max(ReadLimit limit) {
        if (limit instanceof ReadMaxRows rows) {
            return rows.maxRows();
        }
        if (limit instanceof CompositeReadLimit several) {
            long max = Long.MAX_VALUE;
            for (ReadLimit one : several.getReadLimits()) {
                max = Math.min(max, max(one));
            }
            return max;
        }
        return Long.MAX_VALUE;
    }

    /** The ranges of one batch. */
    private record Descriptions(List<Claim.Range> ranges) implements InputPartition {}

    /** Gives a row a range. */
    private static final class DescriptionsReader implements PartitionReader<InternalRow> {
        static final PartitionReaderFactory FACTORY = new Factory();

        private final List<Claim.Range> ranges;
        private int given;

        private DescriptionsReader(Descriptions descriptions) {
            this.ranges = descriptions.ranges();
        }

        @Override
        public boolean next() {
            return given++ < ranges.size();
        }

        @Override
        public InternalRow get() {
            Claim.Range range = ranges.get(given - 1);
            return new GenericInternalRow(
                    new Object[] {UTF8String.fromString(range.source()), range.partition(), range.from(), range.until()
                    });
        }

        @Override
        public void close() {
            // nothing is held
        }

        private static final class Factory implements PartitionReaderFactory {
            @Override
            public PartitionReader<InternalRow> createReader(InputPartition partition) {
                return new DescriptionsReader((Descriptions) partition);
            }
        }
    }
}
