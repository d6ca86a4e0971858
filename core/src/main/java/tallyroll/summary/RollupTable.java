package tallyroll.summary;

import java.io.Serializable;
import java.util.List;
import tallyroll.bucket.Granularity;
import tallyroll.bucket.Period;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.pipeline.Strategy.Keeping;

/**
 * One summary table: a rollup at one granularity or, of aggregates, the partials of all batches.
 *
 * @param every the length of its buckets; partials lie in no bucket, they have the finest here
 * @param keeping how its rows are kept, which decides its columns
 */
public record RollupTable(Rollup rollup, Granularity every, Keeping keeping) implements Serializable {
    /** A table of versioned totals. */
    public RollupTable(Rollup rollup, Granularity every) {
        this(rollup, every, Keeping.IDEMPOTENT);
    }

    /** The tables of a rollup, finest first. */
    public static List<RollupTable> all(Pipeline pipeline, Rollup rollup) {
        Keeping keeping = pipeline.strategy().keeping();
        List<Granularity> kept = keeping == Keeping.AGGREGATES ? List.of(rollup.finest()) : rollup.every();
        return kept.stream()
                .map(every -> new RollupTable(rollup, every, keeping))
                .toList();
    }

    /** The CQL table name: {@code delays_by_origin_1h}, {@code delays_by_origin_partials}. */
    public String name() {
        return rollup.name() + "_" + (keeping == Keeping.AGGREGATES ? "partials" : every.toString());
    }

    /** The clustering column: the start of a bucket of event time, or when a batch was processed. */
    public String timeColumn() {
        return keeping == Keeping.AGGREGATES ? "batch_time" : "bucket";
    }

    public Period period() {
        return keeping == Keeping.AGGREGATES ? Period.DAY : Period.of(every);
    }
}
