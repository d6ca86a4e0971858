package tallyroll.run;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import tallyroll.batch.Skipping;
import tallyroll.batch.Skipping.Skipped;
import tallyroll.control.FencedException;
import tallyroll.control.PipelineState;
import tallyroll.control.SourceIdentity;
import tallyroll.pipeline.InvalidRequestException;
import tallyroll.pipeline.Pipeline;
import tallyroll.store.Stores;

/** Takes out on purpose what was not read, see {@link Skipping}; only where no driver runs. */
public final class Skip {
    private final Pipeline pipeline;
    private final Consumer<String> log;
    private final Optional<String> topic;
    private final InstantSource clock = InstantSource.system();

    /**
     * Of one of the pipeline's sources.
     *
     * @param topic which of several topics is meant; empty where there is one source
     * @param log takes what goes wrong with the lease
     */
    public Skip(Pipeline pipeline, Optional<String> topic, Consumer<String> log) {
        this.pipeline = pipeline;
        this.topic = topic;
        this.log = log;
    }

    /**
     * Accepts that the source is another than the one that was read.
     *
     * @throws FencedException when a driver runs
     * @throws InvalidRequestException where the source is the one that was read
     */
    public Skipped replacedSource() {
        return held(this::meant, Skipping::replacedSource);
    }

    /**
     * Takes out a range of a partition that was not read.
     *
     * @param until one past the last position
     * @throws FencedException when a driver runs
     * @throws InvalidRequestException where part of it was read already, or is not there
     */
    public Skipped range(int partition, long from, long until) {
        if (from < 0 || until <= from) {
            throw new InvalidRequestException(
                    "Cannot skip positions " + from + " until " + until
                            + ": a range begins at 0 or later and ends behind its beginning; --until is the first position that is read again.");
        }
        return held(this::meant, positions -> positions.range(partition, from, until));
    }

    /**
     * Takes out the open batch, which was claimed and cannot be run.
     *
     * @throws FencedException when a driver runs
     * @throws InvalidRequestException where the open batch is another, or recounts buckets
     */
    public Skipped batch(long number) {
        return held(names -> topic.orElse(names.iterator().next()), positions -> positions.batch(number));
    }

    /** The only source, or the topic that was named. */
    private String meant(Set<String> names) {
        if (topic.isPresent() ? !names.contains(topic.get()) : names.size() > 1) {
            throw new InvalidRequestException("Cannot skip anything of \"" + pipeline.name() + "\": it reads "
                    + String.join(", ", names)
                    + topic.map(name -> ", and \"" + name + "\" is none of them")
                            .orElse("; say which of them with --topic")
                    + ".");
        }
        return topic.orElse(names.iterator().next());
    }

    /** @param chosen which of the sources */
    private Skipped held(Function<Set<String>, String> chosen, Function<Skipping, Skipped> task) {
        Stores stores = Stores.reading(pipeline);
        if (!stores.exist()) {
            throw new InvalidRequestException("Cannot skip anything of \"" + pipeline.name()
                    + "\": it has not run yet, so nothing is claimed or read.");
        }
        Ingestion.Identity identity = SourceFactory.identity(pipeline)
                .orElseThrow(() -> new InvalidRequestException("Cannot skip anything of \"" + pipeline.name()
                        + "\": strategy " + pipeline.strategy().label()
                        + " keeps no source; what its driver had in memory when it ended is a gap already."));
        HeldLease.Request request =
                new HeldLease.Request(stores.control(), pipeline.name(), MaintenanceRun.LEASE, clock, log);
        try (identity;
                HeldLease lease = HeldLease.take(request).orElseThrow(() -> running(stores))) {
            stores.createTables();
            Map<String, ? extends SourceIdentity> sources =
                    identity.sources().sources(lease.holder().state().seen());
            String source = chosen.apply(new TreeSet<>(sources.keySet()));
            return task.apply(new Skipping(
                    lease.holder(), source, sources.get(source), stores.record().gaps(), clock));
        }
    }

    private FencedException running(Stores stores) {
        String holder = stores.control()
                .read(pipeline.name())
                .map(PipelineState::holder)
                .orElse("another driver");
        return new FencedException(
                "Cannot skip anything of \"" + pipeline.name() + "\" now: " + holder
                        + " runs it and holds the lease. Stop that driver (it finishes its batch on SIGTERM), skip, and start it again.");
    }
}
