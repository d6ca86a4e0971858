package tallyroll.trial;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import java.time.Duration;
import tallyroll.pipeline.SummaryMode;
import tallyroll.pipeline.SummaryModes;

/** The summary table as any reader of CQL sees it. */
final class StoredTotals {
    private static final int PAGE = 2_000;
    private static final Duration QUERY_LIMIT = Duration.ofSeconds(30);
    private static final int SECONDS_PER_MINUTE = 60;

    private StoredTotals() {}

    /** Those of aggregates, which have no event time, by group alone; none if the table does not exist yet. */
    static Totals read(CqlSession session, String keyspace, SummaryMode summaryMode) {
        boolean partials = summaryMode.equals(SummaryModes.PARTIALS);
        String time = partials ? "batch_time" : "bucket";
        String table = DefinitionText.ROLLUP + (partials ? "_partials" : "_" + DefinitionText.EVERY);
        SimpleStatement all = SimpleStatement.newInstance(
                        "SELECT origin, " + time + ", flights, delay FROM " + keyspace + "." + table)
                .setPageSize(PAGE)
                .setTimeout(QUERY_LIMIT);
        Totals totals = new Totals();
        try {
            for (Row row : session.execute(all)) {
                long bucket = row.getInstant(1).getEpochSecond() / SECONDS_PER_MINUTE;
                totals.add(row.getString(0), bucket, row.getLong(2), row.getLong(3));
            }
        } catch (InvalidQueryException noTableYet) {
            return new Totals();
        }
        return partials ? totals.overAllTime() : totals;
    }
}
