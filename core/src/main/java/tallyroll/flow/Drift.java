package tallyroll.flow;

import java.io.Serializable;
import java.util.List;

/**
 * A column of a summary row that does not equal the query over the record.
 *
 * @param table the summary table
 * @param group the group's values as text, in key order
 * @param bucket the row's bucket, µs
 * @param column the column that differs; empty where the whole row is missing or an orphan
 * @param stored what stands in the table, "-" where nothing does
 * @param recounted what the record says, "-" where there should be no row
 */
public record Drift(
        String table,
        int rollup,
        int granularity,
        List<String> group,
        long bucket,
        String column,
        String stored,
        String recounted)
        implements Serializable {
    public Drift {
        group = List.copyOf(group);
    }
}
