package tallyroll.summary;

import java.io.Serializable;
import java.util.List;
import tallyroll.bucket.Granularity;
import tallyroll.bucket.Period;
import tallyroll.measure.Column;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.pipeline.SummaryMode;
import tallyroll.pipeline.SummaryModes;
import tallyroll.time.Micros;

/**
 * One summary table: a rollup at one granularity or, of rows by batch time, the partials of all batches.
 *
 * @param every the length of its buckets; partials lie in no bucket, they have the finest here
 * @param summaryMode how its rows are kept, which decides its columns
 */
public record RollupTable(Rollup rollup, Granularity every, SummaryMode summaryMode) implements Serializable {
    /** A table of versioned totals. */
    public RollupTable(Rollup rollup, Granularity every) {
        this(rollup, every, SummaryModes.TOTALS);
    }

    /** The tables of a rollup, finest first. */
    public static List<RollupTable> all(Pipeline pipeline, Rollup rollup) {
        return all(rollup, pipeline.strategy().summaryMode());
    }

    /** The tables of a rollup whose summaries are kept in this mode, finest first. */
    public static List<RollupTable> all(Rollup rollup, SummaryMode summaryMode) {
        return rollup.every().stream()
                .map(every -> answering(rollup, every, summaryMode))
                .distinct()
                .toList();
    }

    /** The table that answers for buckets of a length that the rollup is kept at. */
    public static RollupTable answering(Rollup rollup, Granularity every, SummaryMode summaryMode) {
        return new RollupTable(rollup, summaryMode.rowTime().keptAt(rollup, every), summaryMode);
    }

    /** The CQL table name: {@code delays_by_origin_1h}, {@code delays_by_origin_partials}. */
    public String name() {
        return rollup.name() + "_" + summaryMode.rowTime().tableSuffix(every);
    }

    /** What a row stands for, in a word: {@code 1h}, {@code batch}. */
    public String interval() {
        return summaryMode.rowTime().interval(every);
    }

    /** The clustering column: the start of a bucket of event time, or when a batch was processed. */
    public String timeColumn() {
        return summaryMode.rowTime().column();
    }

    public Period period() {
        return summaryMode.rowTime().period(every);
    }

    /** When the life of a row is over, µs; {@code Long.MAX_VALUE} where it has no end. */
    public long keptUntil(long bucket) {
        return rollup.keep().isZero()
                ? Long.MAX_VALUE
                : summaryMode.rowTime().ends(rollup, bucket) + Micros.of(rollup.keep());
    }

    /** The columns after the key: the measures', in order and by name, then those of the mode. */
    public List<Column> columns(RowShape shape) {
        return summaryMode.columns(shape.columns());
    }
}
