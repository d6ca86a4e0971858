package tallyroll.wal;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tallyroll.control.IngestClaim;
import tallyroll.control.LastRead;
import tallyroll.control.SourceIdentity;
import tallyroll.control.SourcePartition;
import tallyroll.event.Expressions;
import tallyroll.flow.SourceOpener;
import tallyroll.pipeline.Pipeline;
import tallyroll.receiver.Receiver;
import tallyroll.receiver.Receivers;
import tallyroll.source.AllOffsets;
import tallyroll.source.AvailableOffsets;
import tallyroll.source.SourceBinding;
import tallyroll.source.TallySourceProvider;

/**
 * The write-ahead log as a source: receivers write it, here or in processes of their own, and batches read it by position. The
 * partition of a range is the number of a log.
 */
public final class WalBinding implements SourceBinding, AvailableOffsets, SourceIdentity {
    /** Where the receivers run. */
    public enum Receiving {
        HERE,
        ELSEWHERE
    }

    private final Pipeline pipeline;
    private final Expressions expressions;
    private final Receiving receiving;
    private final Consumer<String> notices;
    private final WalDirectory directory;
    private final Set<String> listener = new HashSet<>();
    private volatile Map<Integer, Long> committed = Map.of();
    private WalWriter writer;
    private Receiver receiver;

    public WalBinding(Pipeline pipeline, Expressions expressions, Receiving receiving, Consumer<String> notices) {
        this.pipeline = pipeline;
        this.expressions = expressions;
        this.receiving = receiving;
        this.notices = notices;
        directory = WalDirectory.open(pipeline);
    }

    /** What tasks read the log with. */
    public static SourceOpener opener(Pipeline pipeline) {
        return opener(WalDirectory.open(pipeline).wal());
    }

    private static SourceOpener opener(Pipeline.Wal wal) {
        return range -> WalCursor.open(wal, range);
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
        return directory.where();
    }

    @Override
    public Optional<String> id() {
        return directory.id();
    }

    @Override
    public Optional<String> identify() {
        return Optional.of(directory.identify());
    }

    /** A sequence is given once: what a log holds is never written again. */
    @Override
    public Map<Integer, Long> divergence(Map<Integer, LastRead> read) {
        return Map.of();
    }

    @Override
    public void start(long epoch) {
        if (receiving == Receiving.HERE) {
            writer = WalWriter.open(pipeline, notices);
            receiver = Receivers.open(pipeline, expressions, writer, notices);
            receiver.start();
            notices.accept("receiving: " + receiver.where() + ", before the write-ahead log in "
                    + directory.wal().directory());
        }
    }

    @Override
    public void stopReceiving() {
        if (receiver != null) {
            receiver.close();
            receiver = null;
        }
        if (writer != null) {
            writer.close();
            writer = null;
        }
    }

    @Override
    public Map<String, String> streamOptions(Map<SourcePartition, Long> positions) {
        return TallySourceProvider.options(this, pipeline.source().maxEventsPerBatch(), positions);
    }

    @Override
    public Map<Integer, Long> earliest() {
        return look().earliest();
    }

    @Override
    public Map<Integer, Long> latest() {
        return look().latest();
    }

    @Override
    public SourceOpener opener(IngestClaim claim) {
        return opener(directory.wal());
    }

    @Override
    public void committed(Map<SourcePartition, Long> positions) {
        committed = Map.copyOf(SourcePartition.of(positions, source()));
        try {
            directory.deleteBefore(committed);
        } catch (WalException later) {
            // what is left over takes room and nothing else; the next commit tries again
            tell(later.getMessage());
        }
    }

    @Override
    public Set<SourcePartition> ended(Set<SourcePartition> logs) {
        Set<Integer> standing = look().standing();
        Set<SourcePartition> ended = new HashSet<>(logs);
        ended.removeIf(log -> standing.contains(log.partition()));
        return ended;
    }

    @Override
    public void close() {
        stopReceiving();
        TallySourceProvider.forget(this);
    }

    private WalOffsets look() {
        WalOffsets reach = directory.look(committed);
        reach.remarks().forEach(this::tell);
        return reach;
    }

    private synchronized void tell(String message) {
        if (listener.add(message)) {
            notices.accept(message);
        }
    }
}
