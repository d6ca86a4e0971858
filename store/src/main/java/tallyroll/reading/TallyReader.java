package tallyroll.reading;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import tallyroll.batch.Verified;
import tallyroll.control.PipelineState;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.InvalidRequestException;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.pipeline.Words;
import tallyroll.record.BucketMark;
import tallyroll.store.Stores;
import tallyroll.time.Micros;

/**
 * Reads a pipeline's summary tables: the door of the reading library.
 *
 * <p>Open one a process and share it: it is safe for use by many threads, holds one session, and opening takes about a second. Selections
 * and rows are immutable; the streams they give are lazy, for one thread each, and wait for Cassandra in the thread that reads them.
 * Nothing is ever written. What goes wrong is a {@link tallyroll.TallyrollException}: {@link InvalidRequestException} for what makes no sense,
 * {@link tallyroll.summary.StoreException} where Cassandra does not answer or what is stored cannot be read.
 */
public final class TallyReader implements AutoCloseable {
    private final Pipeline pipeline;
    private final Supplier<Stores> stores;
    private final InstantSource clock;
    private final boolean own;

    private TallyReader(Pipeline pipeline, Supplier<Stores> stores, InstantSource clock, boolean own) {
        this.pipeline = pipeline;
        this.stores = stores;
        this.clock = clock;
        this.own = own;
    }

    /**
     * Reads a definition file, whose variables are those of this process, and connects.
     *
     * @throws IOException if the file cannot be read
     * @throws tallyroll.pipeline.InvalidDefinitionException with all of its errors
     * @throws tallyroll.summary.StoreException when no node answers, or the keyspace is another pipeline's
     */
    public static TallyReader open(Path definition) throws IOException {
        return open(Definition.read(definition, Environment.of(System.getenv())));
    }

    /**
     * Connects.
     *
     * @throws tallyroll.summary.StoreException when no node answers, or the keyspace is another pipeline's
     */
    public static TallyReader open(Pipeline pipeline) {
        Stores stores = Stores.open(pipeline);
        try {
            Stores.requireOwner(stores, pipeline);
            return new TallyReader(pipeline, () -> stores, InstantSource.system(), true);
        } catch (RuntimeException refused) {
            stores.close();
            throw refused;
        }
    }

    /**
     * Over stores of somebody else, who closes them.
     *
     * @param stores asked when there is first something to read
     * @param clock by which buckets are live
     */
    public static TallyReader over(Supplier<Stores> stores, Pipeline pipeline, InstantSource clock) {
        return new TallyReader(pipeline, stores, clock, false);
    }

    /** The names of the rollups that can be read. */
    public List<String> rollups() {
        return pipeline.rollups().stream().map(Rollup::name).toList();
    }

    /**
     * All of a rollup, to be narrowed down.
     *
     * @throws InvalidRequestException where the definition has no such rollup
     */
    public Selection rollup(String name) {
        int at = rollups().indexOf(name);
        if (at < 0) {
            throw new InvalidRequestException("Cannot read \"" + name + "\": pipeline \"" + pipeline.name()
                    + "\" has no such rollup; " + Words.suggestion(name, rollups(), "rollups"));
        }
        return Selection.of(
                new Opened(pipeline, stores, clock, pipeline.rollups().get(at)));
    }

    /** The time through which every recorded bucket is settled; empty where nothing was recorded, or the strategy keeps no record. */
    public Optional<Instant> verifiedThrough() {
        if (!recorded()) {
            return Optional.empty();
        }
        Optional<PipelineState> state = stores.get().control().read(pipeline.name());
        OptionalLong through = state.isEmpty()
                ? OptionalLong.empty()
                : Verified.through(pipeline.record().bucket(), marks(), state.get());
        return through.isEmpty() ? Optional.empty() : Optional.of(Micros.toInstant(through.getAsLong()));
    }

    /** The end of the last record bucket that holds events; empty as for {@link #verifiedThrough}. */
    public Optional<Instant> recordedUntil() {
        List<BucketMark> marks = recorded() ? marks() : List.of();
        return marks.isEmpty()
                ? Optional.empty()
                : Optional.of(Micros.toInstant(pipeline.record()
                        .bucket()
                        .end(marks.get(marks.size() - 1).bucket())));
    }

    private boolean recorded() {
        return pipeline.systemOfRecord().isPresent() && stores.get().exist();
    }

    private List<BucketMark> marks() {
        return stores.get().record().marks(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** Ends the connections; streams that are still read fail. */
    @Override
    public void close() {
        if (own) {
            stores.get().close();
        }
    }
}
