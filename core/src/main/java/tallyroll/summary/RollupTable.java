package tallyroll.summary;

import java.io.Serializable;
import tallyroll.bucket.Granularity;
import tallyroll.bucket.Period;
import tallyroll.pipeline.Pipeline.Rollup;

/** One summary table: a rollup at one granularity. */
public record RollupTable(Rollup rollup, Granularity every) implements Serializable {
    /** The CQL table name: {@code delays_by_origin_1h}. */
    public String name() {
        return rollup.name() + "_" + every;
    }

    public Period period() {
        return Period.of(every);
    }
}
