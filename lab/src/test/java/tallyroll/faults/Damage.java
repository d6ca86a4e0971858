package tallyroll.faults;

import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What somebody at a CQL prompt may do to the tables. */
final class Damage {
    private final Scenario scenario;
    private final String table;
    private final List<String> key;
    private final List<Object> values;

    private Damage(Scenario scenario, String table, List<String> key, List<Object> values) {
        this.scenario = scenario;
        this.table = scenario.keyspace() + "." + table;
        this.key = key;
        this.values = values;
    }

    /** To some row of a table of a rollup by origin. */
    static Damage of(Scenario scenario, String table) {
        return of(scenario, table, List.of("origin", "period", "bucket"));
    }

    /** To some row of a table. */
    static Damage of(Scenario scenario, String table, List<String> key) {
        String select = "SELECT " + String.join(", ", key) + " FROM " + scenario.keyspace() + "." + table + " LIMIT 1";
        Row row = scenario.session().execute(select).one();
        List<Object> values = new ArrayList<>();
        key.forEach(column -> values.add(row.getObject(column)));
        return new Damage(scenario, table, key, values);
    }

    /** Deletes a partition of blocks, as an unrepaired disk failure may. */
    static void loseARecordBucket(Scenario scenario) {
        String table = scenario.keyspace() + ".tally_blocks";
        Row block = scenario.session()
                .execute("SELECT bucket, slice FROM " + table + " LIMIT 1")
                .one();
        scenario.session()
                .execute(SimpleStatement.newInstance(
                        "DELETE FROM " + table + " WHERE bucket = ? AND slice = ?",
                        block.getObject(0),
                        block.getObject(1)));
    }

    /** The row as {@code verify --format csv} names it: table, group, bucket. */
    String row() {
        int groups = key.size() - 2;
        String name = table.substring(table.indexOf('.') + 1);
        String group = String.join(
                " ", values.subList(0, groups).stream().map(Object::toString).toList());
        return name + "," + group + "," + values.get(groups + 1);
    }

    Damage change(String column, Object value) {
        List<Object> all = new ArrayList<>(List.of(value));
        all.addAll(values);
        return execute("UPDATE " + table + " SET " + column + " = ? WHERE " + where(), all);
    }

    Damage delete() {
        return execute("DELETE FROM " + table + " WHERE " + where(), values);
    }

    /** A row like this one, of another group and perhaps another time. */
    Damage orphan(String group, String period, Instant bucket) {
        Damage orphan =
                new Damage(scenario, table.substring(table.indexOf('.') + 1), key, List.of(group, period, bucket));
        List<Object> all = new ArrayList<>(orphan.values);
        all.add(3L);
        all.add(1L);
        return orphan.execute(
                "INSERT INTO " + table + " (" + String.join(", ", key) + ", flights, \"batch\") VALUES (?, ?, ?, ?, ?)",
                all);
    }

    String period() {
        return (String) values.get(key.size() - 2);
    }

    Instant bucket() {
        return (Instant) values.get(key.size() - 1);
    }

    private String where() {
        return String.join(" AND ", key.stream().map(column -> column + " = ?").toList());
    }

    private Damage execute(String cql, List<Object> parameters) {
        scenario.session().execute(SimpleStatement.newInstance(cql, parameters.toArray()));
        return this;
    }
}
