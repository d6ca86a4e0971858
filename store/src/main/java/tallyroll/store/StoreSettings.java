package tallyroll.store;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import tallyroll.event.EventSchema;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Pipeline.Cassandra;
import tallyroll.pipeline.Pipeline.Lives;
import tallyroll.pipeline.Pipeline.RecordSpec;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.pipeline.Strategy;

/**
 * What stores are opened with: the part of a definition that says where a pipeline's tables are and what they look like. It is sent
 * to executors beside the plan of their tasks; the password in it is a reference, see {@link tallyroll.pipeline.Secret}.
 *
 * @param record of meaning only where {@link #systemOfRecord} is not empty
 */
public record StoreSettings(
        String pipeline,
        Cassandra cassandra,
        Strategy strategy,
        RecordSpec record,
        EventSchema schema,
        List<Rollup> rollups,
        Lives lives)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    public StoreSettings {
        rollups = List.copyOf(rollups);
    }

    public static StoreSettings of(Pipeline pipeline) {
        return new StoreSettings(
                pipeline.name(),
                pipeline.cassandra(),
                pipeline.strategy(),
                pipeline.record(),
                pipeline.event().schema(),
                pipeline.rollups(),
                pipeline.lives());
    }

    Optional<RecordSpec> systemOfRecord() {
        return strategy.summaryMode().recorded() ? Optional.of(record) : Optional.empty();
    }
}
