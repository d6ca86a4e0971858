package tallyroll.source;

import java.util.List;
import java.util.Map;
import java.util.Set;
import tallyroll.control.Claim;
import tallyroll.control.IngestClaim;
import tallyroll.control.SourceIdentities;
import tallyroll.control.SourcePartition;
import tallyroll.flow.SourceOpener;

/**
 * A source binding, on the driver: what its sources are, how far they reach, how tasks open their ranges, and what is no longer needed.
 * One implementation for each of the three ways of DESIGN §1; nothing else of a run depends on which it is.
 *
 * <p>Used by the thread that runs batches, except {@link #offsets}, which Spark's stream asks from its own. Sources go by their names;
 * of a later incarnation claimed ranges give another, see {@link tallyroll.control.SourceState}.
 */
public interface SourceBinding extends SourceIdentities, AutoCloseable {
    /**
     * Begins to take events in, if anything is to be begun.
     *
     * @param epoch of this run: positions of one run are never those of another where nothing is kept
     */
    void start(long epoch);

    /**
     * What a new pipeline leaves out on purpose: per partition from its first position up to where to begin. Nothing where it begins
     * everything at its first position.
     */
    default List<Claim.Range> leftOut() {
        return List.of();
    }

    /** Takes no more events in; what was taken can still be read. */
    void stopReceiving();

    /**
     * Whether this process may end without losing events; where only it has them, it takes no more in. Asked again until it is so.
     *
     * @param committed the positions up to which batches were committed
     */
    default boolean drained(Map<SourcePartition, Long> committed) {
        return true;
    }

    /** The options under which {@link TallySourceProvider} gives a stream of this source binding. */
    Map<String, String> streamOptions(Map<SourcePartition, Long> positions);

    /** How tasks open the ranges of a claim; asked again each time a claim is run. */
    SourceOpener opener(IngestClaim claim);

    /** Told after each commit: nothing before these positions will be read again. */
    void committed(Map<SourcePartition, Long> positions);

    /** Of these partitions, those that will never be read again: their positions are forgotten. */
    Set<SourcePartition> ended(Set<SourcePartition> partitions);

    /** What people should know of the sources before they are read, a sentence each. */
    List<String> remarks();

    /** How far the sources reach. */
    AllOffsets offsets();

    /** Records that can be read now and lie behind {@code read}; a partition that it lacks is unread from its beginning. */
    default long lag(Map<SourcePartition, Long> read) {
        return offsets().latest().entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - read.getOrDefault(end.getKey(), 0L)))
                .sum();
    }

    @Override
    void close();
}
