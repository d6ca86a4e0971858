package tallyroll.quickstart;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import tallyroll.cli.Column;
import tallyroll.cli.Table;

/** A question that the flights answer: which airports were worst on the worst day? Read as any application would, with CQL. */
final class DelayedAirports {
    private static final int SHOWN = 8;
    private static final long LEAST_FLIGHTS = 50;

    private final List<Row> days;

    /** @param keyspace that has the table {@code delays_by_origin_1d} */
    DelayedAirports(CqlSession session, String keyspace) {
        days = StreamSupport.stream(
                        session.execute(SimpleStatement.newInstance(
                                        "SELECT origin, bucket, flights, delay, worst, destinations,"
                                                + " delay_dist_p50, delay_dist_p95 FROM " + keyspace
                                                + ".delays_by_origin_1d"))
                                .spliterator(),
                        false)
                .toList();
    }

    /** The day with the longest total delay; empty if there is no row. */
    Optional<LocalDate> worstDay() {
        Map<Instant, Long> delays = new HashMap<>();
        days.forEach(row -> delays.merge(row.getInstant("bucket"), row.getLong("delay"), Long::sum));
        return delays.entrySet().stream()
                .max(Map.Entry.<Instant, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(day -> LocalDate.ofInstant(day.getKey(), ZoneOffset.UTC));
    }

    /** The airports with the highest mean delay that day, among those with enough flights for a mean to say something. */
    Table table(LocalDate day) {
        Instant bucket = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        Table.Builder table = Table.of(
                Column.text("origin"),
                Column.number("flights"),
                Column.number("mean delay", "min"),
                Column.number("p50", "min"),
                Column.number("p95", "min"),
                Column.number("worst", "min"),
                Column.number("destinations"));
        days.stream()
                .filter(row -> bucket.equals(row.getInstant("bucket")) && row.getLong("flights") >= LEAST_FLIGHTS)
                .sorted(Comparator.comparingDouble(DelayedAirports::meanDelay)
                        .reversed()
                        .thenComparing(row -> row.getString("origin")))
                .limit(SHOWN)
                .forEach(row -> table.row(
                        row.getString("origin"),
                        row.getLong("flights"),
                        tenths(meanDelay(row)),
                        tenths(row.getDouble("delay_dist_p50")),
                        tenths(row.getDouble("delay_dist_p95")),
                        row.getLong("worst"),
                        row.getLong("destinations")));
        return table.build();
    }

    private static double meanDelay(Row row) {
        return (double) row.getLong("delay") / row.getLong("flights");
    }

    private static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
