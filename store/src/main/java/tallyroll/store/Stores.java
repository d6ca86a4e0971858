package tallyroll.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tallyroll.Providers;
import tallyroll.batch.ValidFrom;
import tallyroll.control.ControlStore;
import tallyroll.control.PipelineState;
import tallyroll.control.RequestStore;
import tallyroll.control.StoredDefinition;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Pipeline.RecordSpec;
import tallyroll.record.SystemOfRecord;
import tallyroll.summary.CounterStore;
import tallyroll.summary.StoreException;
import tallyroll.summary.SummaryStore;

/**
 * A pipeline's ports, safe for use by many threads. On Cassandra, unless a {@link StoreProvider} on the class path puts
 * something before or in place of it, as the lab does to make writes late, lost or refused.
 */
public interface Stores extends AutoCloseable {
    /** The record; of a strategy that keeps none, what takes its dead letters and knows of no events. */
    SystemOfRecord record();

    SummaryStore summaries();

    /** The counters of a strategy that keeps them; of others, nothing may be asked of it. */
    CounterStore counters();

    ControlStore control();

    /** What is asked of the driver. */
    RequestStore requests();

    /** Whether the pipeline's tables have been made: false until it was run. */
    boolean exist();

    /** The pipeline that has taken the keyspace; empty where none has. */
    default Optional<String> owner() {
        return Optional.empty();
    }

    /** The definition that a run has stored; nothing where none has. */
    default StoredDefinition definition(String pipeline) {
        return exist()
                ? control().read(pipeline).map(PipelineState::definition).orElse(StoredDefinition.NONE)
                : StoredDefinition.NONE;
    }

    /** From when on each column of the pipeline's tables holds what the stored definition says. */
    default ValidFrom validFrom(Pipeline pipeline) {
        StoredDefinition definition = definition(pipeline.name());
        return ValidFrom.of(
                definition,
                pipeline.systemOfRecord().map(RecordSpec::bucket),
                pipeline.systemOfRecord().isPresent() && ValidFrom.needsMarks(definition)
                        ? record().marks(Long.MIN_VALUE, Long.MAX_VALUE)
                        : List.of());
    }

    /**
     * Sees that the pipeline's lease can be asked for: what stands must be this pipeline's and fit its definition, and where there is
     * no control table at all, so that nobody can hold a lease, that one is made. Nothing else is changed before the lease is held.
     *
     * @throws StoreException when something stands in the way; nothing was changed then
     */
    void prepareLease();

    /**
     * Makes what is missing of the pipeline's tables. Only for the holder of the lease, where the strategy knows one.
     *
     * @throws StoreException when something stands in the way; nothing was changed then
     */
    SchemaPlan createTables();

    /**
     * Asks once whether the store answers, without trying again.
     *
     * @throws StoreException when it does not
     */
    default void ping() {
        // a store in memory does
    }

    /**
     * A table that others write, in the same cluster.
     *
     * @throws StoreException where it is not there
     */
    default ForeignTable foreign(String keyspace, String table) {
        throw new StoreException(
                "Cannot read table \"" + keyspace + "." + table + "\": there is no such table here.", null);
    }

    @Override
    void close();

    /** The one instance of this process for a pipeline, opened at first use and closed when the process ends. */
    static Stores shared(StoreSettings settings) {
        return Shared.OPEN.computeIfAbsent(settings, Shared::open);
    }

    /** As {@link #shared(StoreSettings)}, of a definition. */
    static Stores shared(Pipeline pipeline) {
        return shared(StoreSettings.of(pipeline));
    }

    /**
     * As {@link #shared(Pipeline)}, to read what stands there.
     *
     * @throws StoreException where the keyspace is another pipeline's
     */
    static Stores reading(Pipeline pipeline) {
        Stores stores = shared(pipeline);
        requireOwner(stores, pipeline);
        return stores;
    }

    /** Those of the caller alone, who closes them. */
    static Stores open(Pipeline pipeline) {
        return Shared.connect(StoreSettings.of(pipeline));
    }

    /**
     * Sees that what is read is the pipeline's own.
     *
     * @throws StoreException where the keyspace is another pipeline's
     */
    static void requireOwner(Stores stores, Pipeline pipeline) {
        String keyspace = pipeline.cassandra().keyspace();
        stores.owner()
                .flatMap(owner -> Schema.ownedByAnother(keyspace, owner, pipeline.name()))
                .ifPresent(refusal -> {
                    throw new StoreException("Cannot read pipeline \"" + pipeline.name() + "\": " + refusal, null);
                });
    }

    /** Those in use in this process. */
    final class Shared {
        private static final Map<StoreSettings, Stores> OPEN = new ConcurrentHashMap<>();

        private Shared() {}

        private static Stores connect(StoreSettings settings) {
            return Providers.of(StoreProvider.class)
                    .findFirst()
                    .map(provider -> provider.open(settings))
                    .orElseGet(() -> CassandraStores.open(settings));
        }

        private static Stores open(StoreSettings settings) {
            Stores stores = connect(settings);
            Runtime.getRuntime().addShutdownHook(new Thread(stores::close, "tallyroll-stores-close"));
            return stores;
        }
    }
}
