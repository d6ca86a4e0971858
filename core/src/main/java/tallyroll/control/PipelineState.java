package tallyroll.control;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tallyroll.control.ControlStore.BatchEntry;

/**
 * The control row of a pipeline.
 *
 * @param version counts the changes of this row; 0 for a pipeline never opened; {@link ControlStore#swap} compares it
 * @param epoch how often the lease changed hands; 0 before the first driver
 * @param holder who holds the lease, {@code host/pid}; empty when nobody does
 * @param leaseUntil when the lease ends unless renewed, µs
 * @param committed the last committed batch, 0 before the first
 * @param writeTimestamp the highest one ever claimed, µs
 * @param slice the record slice in use
 * @param sliceBytes raw bytes recorded to that slice so far
 * @param open the claimed batch that is not committed, if any
 * @param positions per source partition ({@code topic-partition}) the next offset to read
 * @param books total of all committed batches
 * @param definition under which record and rows are written
 * @param forgotten how far the record was forgotten
 * @param last what history is to say of the last committed batch; empty before the first
 * @param sources by name what the sources are, as far as they were read
 * @param settled what all settling batches have done
 * @param paths which paths of the definition's fields led to a value in what was read
 * @param voids how many entries were recorded that take an identity out
 */
public record PipelineState(
        String pipeline,
        long version,
        long epoch,
        String holder,
        long leaseUntil,
        long committed,
        long writeTimestamp,
        int slice,
        long sliceBytes,
        Optional<Claim> open,
        Map<String, Long> positions,
        Books books,
        StoredDefinition definition,
        Forgotten forgotten,
        Optional<BatchEntry> last,
        Map<String, SourceState> sources,
        SettledCounts settled,
        PathMatches paths,
        long voids) {
    public PipelineState {
        positions = Map.copyOf(positions);
        sources = Map.copyOf(sources);
    }

    public static PipelineState initial(String pipeline) {
        return new PipelineState(
                pipeline,
                0,
                0,
                "",
                0,
                0,
                0,
                0,
                0,
                Optional.empty(),
                Map.of(),
                Books.NONE,
                StoredDefinition.NONE,
                Forgotten.NOTHING,
                Optional.empty(),
                Map.of(),
                SettledCounts.NONE,
                PathMatches.NONE,
                0);
    }

    /** What is known of a source. */
    public SourceState source(String name) {
        return sources.getOrDefault(name, SourceState.UNSEEN);
    }

    /** The names of sources of which it is known what they are; not of one whose end was accepted. */
    public Set<String> seen() {
        return sources.entrySet().stream()
                .filter(source -> !source.getValue().id().isEmpty())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** The positions of one source, by partition; of a later incarnation under its own name, see {@link SourceState#name}. */
    public Map<Integer, Long> positions(String source) {
        return positions(positions, source);
    }

    /** The positions of all sources in their present incarnations. */
    public Map<SourcePartition, Long> positionsNow() {
        Map<SourcePartition, Long> now = new HashMap<>();
        positions.forEach((name, offset) -> {
            int dash = name.lastIndexOf('-');
            String incarnation = name.substring(0, dash);
            String source = SourceState.baseName(incarnation);
            if (source(source).name(source).equals(incarnation)) {
                now.put(new SourcePartition(source, Integer.parseInt(name.substring(dash + 1))), offset);
            }
        });
        return now;
    }

    static Map<Integer, Long> positions(Map<String, Long> positions, String source) {
        Map<Integer, Long> byPartition = new HashMap<>();
        positions.forEach((name, offset) -> {
            int dash = name.lastIndexOf('-');
            if (name.substring(0, dash).equals(source)) {
                byPartition.put(Integer.valueOf(name.substring(dash + 1)), offset);
            }
        });
        return byPartition;
    }

    /** The name of a source partition among the positions. */
    static String positionName(String source, int partition) {
        return source + "-" + partition;
    }

    /** An edit of this state; what is built has the next version. */
    Builder toBuilder() {
        return new Builder(this);
    }

    /** Edits one state into the next. */
    static final class Builder {
        private final PipelineState before;
        private long epoch;
        private String holder;
        private long leaseUntil;
        private long committed;
        private long writeTimestamp;
        private int slice;
        private long sliceBytes;
        private Optional<Claim> open;
        private Map<String, Long> positions;
        private Books books;
        private StoredDefinition definition;
        private Forgotten forgotten;
        private Optional<BatchEntry> last;
        private Map<String, SourceState> sources;
        private SettledCounts settled;
        private PathMatches paths;
        private long voids;

        private Builder(PipelineState before) {
            this.before = before;
            epoch = before.epoch;
            holder = before.holder;
            leaseUntil = before.leaseUntil;
            committed = before.committed;
            writeTimestamp = before.writeTimestamp;
            slice = before.slice;
            sliceBytes = before.sliceBytes;
            open = before.open;
            positions = before.positions;
            books = before.books;
            definition = before.definition;
            forgotten = before.forgotten;
            last = before.last;
            sources = before.sources;
            settled = before.settled;
            paths = before.paths;
            voids = before.voids;
        }

        Builder epoch(long value) {
            epoch = value;
            return this;
        }

        Builder holder(String value) {
            holder = value;
            return this;
        }

        Builder leaseUntil(long micros) {
            leaseUntil = micros;
            return this;
        }

        Builder committed(long batch) {
            committed = batch;
            return this;
        }

        Builder writeTimestamp(long micros) {
            writeTimestamp = micros;
            return this;
        }

        Builder slice(int value) {
            slice = value;
            return this;
        }

        Builder sliceBytes(long bytes) {
            sliceBytes = bytes;
            return this;
        }

        Builder open(Optional<Claim> claim) {
            open = claim;
            return this;
        }

        Builder positions(Map<String, Long> next) {
            positions = next;
            return this;
        }

        Builder books(Books total) {
            books = total;
            return this;
        }

        Builder definition(StoredDefinition value) {
            definition = value;
            return this;
        }

        Builder forgotten(Forgotten bounds) {
            forgotten = bounds;
            return this;
        }

        Builder last(BatchEntry entry) {
            last = Optional.of(entry);
            return this;
        }

        Builder source(String name, SourceState state) {
            Map<String, SourceState> next = new HashMap<>(sources);
            next.put(name, state);
            sources = next;
            return this;
        }

        Builder settled(SettledCounts counts) {
            settled = counts;
            return this;
        }

        /** With those of a batch. */
        Builder voiding(long entries) {
            voids = before.voids + entries;
            return this;
        }

        /** With those of a batch. */
        Builder read(PathMatches batch) {
            paths = before.paths.followedBy(batch);
            return this;
        }

        PipelineState build() {
            return new PipelineState(
                    before.pipeline,
                    before.version + 1,
                    epoch,
                    holder,
                    leaseUntil,
                    committed,
                    writeTimestamp,
                    slice,
                    sliceBytes,
                    open,
                    positions,
                    books,
                    definition,
                    forgotten,
                    last,
                    sources,
                    settled,
                    paths,
                    voids);
        }
    }
}
