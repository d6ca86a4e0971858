package tallyroll.buffer;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import tallyroll.control.Claim;
import tallyroll.control.IngestClaim;
import tallyroll.control.LastRead;
import tallyroll.control.SourceIdentity;
import tallyroll.control.SourcePartition;
import tallyroll.event.Expressions;
import tallyroll.flow.SourceCursor;
import tallyroll.flow.SourceOpener;
import tallyroll.pipeline.Pipeline;
import tallyroll.receiver.Receiver;
import tallyroll.receiver.Receivers;
import tallyroll.source.AllOffsets;
import tallyroll.source.AvailableOffsets;
import tallyroll.source.SourceBinding;
import tallyroll.source.TallySourceProvider;

/**
 * A receiver without a log: it runs in the driver, and its events wait in the driver's memory. A batch's events go to its tasks as
 * broadcasts, one a range, so that a task that is tried again, on any executor, reads the same.
 *
 * <p>The partition of its ranges is the epoch of the run, so a position never names two events.
 */
public final class BufferBinding implements SourceBinding, AvailableOffsets, SourceIdentity {
    private final Pipeline pipeline;
    private final Buffer buffer;
    private final Receiver receiver;
    private final Consumer<String> notices;
    private final Map<Claim.Range, Broadcast<byte[]>> shipped = new HashMap<>();
    private int partition = -1;
    private boolean receiving;

    /** Opens the receiver that the definition names; it begins with {@link #start}. */
    public BufferBinding(Pipeline pipeline, Expressions expressions, Consumer<String> notices) {
        this.pipeline = pipeline;
        this.notices = notices;
        buffer = new Buffer(pipeline.receiver().bufferBytes());
        receiver = Receivers.open(pipeline, expressions, buffer, notices);
    }

    /** How ranges of a run that has ended are opened: they are gone. */
    public static SourceOpener gone() {
        return LostRangeCursor::new;
    }

    @Override
    public Map<String, SourceIdentity> sources(Set<String> known) {
        return Map.of(source(), this);
    }

    private String source() {
        return pipeline.source().name();
    }

    @Override
    public List<String> remarks() {
        return List.of();
    }

    @Override
    public AllOffsets offsets() {
        return AllOffsets.of(source(), this);
    }

    @Override
    public String where() {
        return "the memory of this process";
    }

    /** Nothing lasts, and the positions of another run are never read. */
    @Override
    public Optional<String> id() {
        return Optional.empty();
    }

    @Override
    public Optional<String> identify() {
        return Optional.empty();
    }

    @Override
    public Map<Integer, Long> divergence(Map<Integer, LastRead> read) {
        return Map.of();
    }

    @Override
    public void start(long epoch) {
        partition = Math.toIntExact(epoch);
        receiver.start();
        receiving = true;
        notices.accept("receiving: " + receiver.where());
    }

    @Override
    public void stopReceiving() {
        if (receiving) {
            receiving = false;
            receiver.close();
        }
    }

    /** What is only in memory goes through batches first. */
    @Override
    public boolean drained(Map<SourcePartition, Long> committed) {
        stopReceiving();
        return lag(committed) == 0;
    }

    @Override
    public Map<String, String> streamOptions(Map<SourcePartition, Long> positions) {
        return TallySourceProvider.options(this, pipeline.source().maxEventsPerBatch(), positions);
    }

    @Override
    public Map<Integer, Long> earliest() {
        return Map.of(partition, buffer.start());
    }

    @Override
    public Map<Integer, Long> latest() {
        return Map.of(partition, buffer.end());
    }

    @Override
    public SourceOpener opener(IngestClaim claim) {
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(SparkContext.getOrCreate());
        Map<Claim.Range, Broadcast<byte[]>> ours = new HashMap<>();
        for (Claim.Range range : claim.ranges()) {
            if (range.partition() == partition) {
                ours.put(
                        range,
                        shipped.computeIfAbsent(
                                range, whole -> spark.broadcast(buffer.packed(whole.from(), whole.until()))));
            }
        }
        return new Shipped(ours);
    }

    @Override
    public void committed(Map<SourcePartition, Long> positions) {
        shipped.values().forEach(broadcast -> broadcast.destroy());
        shipped.clear();
        buffer.release(positions.getOrDefault(new SourcePartition(source(), partition), 0L));
    }

    @Override
    public Set<SourcePartition> ended(Set<SourcePartition> partitions) {
        Set<SourcePartition> ended = new HashSet<>(partitions);
        ended.remove(new SourcePartition(source(), partition));
        return ended;
    }

    @Override
    public void close() {
        stopReceiving();
        TallySourceProvider.forget(this);
    }

    /** Opens the ranges that were shipped; others are of a run that has ended. */
    private static final class Shipped implements SourceOpener {
        private static final long serialVersionUID = 1L;

        private final HashMap<Claim.Range, Broadcast<byte[]>> ranges;

        Shipped(Map<Claim.Range, Broadcast<byte[]>> ranges) {
            this.ranges = new HashMap<>(ranges);
        }

        @Override
        public SourceCursor open(Claim.Range range) {
            Broadcast<byte[]> packed = ranges.get(range);
            return packed == null ? new LostRangeCursor(range) : new InMemoryCursor(range, packed.value());
        }
    }
}
