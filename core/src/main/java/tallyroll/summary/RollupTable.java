package tallyroll.summary;

import java.io.Serializable;
import java.util.List;
import tallyroll.bucket.Granularity;
import tallyroll.bucket.Period;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.pipeline.Strategy.SummaryMode;

/**
 * One summary table: a rollup at one granularity or, of aggregates, the partials of all batches.
 *
 * @param every the length of its buckets; partials lie in no bucket, they have the finest here
 * @param summaryMode how its rows are kept, which decides its columns
 */
public record RollupTable(Rollup rollup, Granularity every, SummaryMode summaryMode) implements Serializable {
    /** A table of versioned totals. */
    public RollupTable(Rollup rollup, Granularity every) {
        this(rollup, every, SummaryMode.TOTALS);
    }

    /** The tables of a rollup, finest first. */
    public static List<RollupTable> all(Pipeline pipeline, Rollup rollup) {
        SummaryMode summaryMode = pipeline.strategy().summaryMode();
        List<Granularity> kept = summaryMode == SummaryMode.PARTIALS ? List.of(rollup.finest()) : rollup.every();
        return kept.stream()
                .map(every -> new RollupTable(rollup, every, summaryMode))
                .toList();
    }

    /** The CQL table name: {@code delays_by_origin_1h}, {@code delays_by_origin_partials}. */
    public String name() {
        return rollup.name() + "_" + (summaryMode == SummaryMode.PARTIALS ? "partials" : every.toString());
    }

    /** The clustering column: the start of a bucket of event time, or when a batch was processed. */
    public String timeColumn() {
        return summaryMode == SummaryMode.PARTIALS ? "batch_time" : "bucket";
    }

    public Period period() {
        return summaryMode == SummaryMode.PARTIALS ? Period.DAY : Period.of(every);
    }
}
