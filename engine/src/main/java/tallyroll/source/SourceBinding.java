package tallyroll.source;

import java.util.List;
import java.util.Map;
import java.util.Set;
import tallyroll.control.Claim;
import tallyroll.control.IngestClaim;
import tallyroll.control.SourceIdentity;
import tallyroll.flow.SourceOpener;

/**
 * A source binding, on the driver: how far it reaches, how tasks open its ranges, and what is no longer needed. One implementation for
 * each of the three ways of DESIGN §1; nothing else of a run depends on which it is.
 *
 * <p>Used by the thread that runs batches, except {@link #latest}, which Spark's stream asks from its own.
 */
public interface SourceBinding extends AvailableOffsets, SourceIdentity, AutoCloseable {
    /** The name of the source; of a later incarnation claimed ranges give another, see {@link tallyroll.control.SourceState}. */
    String source();

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
    default boolean drained(Map<Integer, Long> committed) {
        return true;
    }

    /** The options under which {@link TallySourceProvider} gives a stream of this source binding. */
    Map<String, String> streamOptions(Map<Integer, Long> positions);

    /** How tasks open the ranges of a claim; asked again each time a claim is run. */
    SourceOpener opener(IngestClaim claim);

    /** Told after each commit: nothing before these positions will be read again. */
    void committed(Map<Integer, Long> positions);

    /** Of these partitions, those that will never be read again: their positions are forgotten. */
    Set<Integer> ended(Set<Integer> partitions);

    @Override
    Map<Integer, Long> earliest();

    @Override
    Map<Integer, Long> latest();

    @Override
    void close();
}
