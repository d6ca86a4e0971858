package tallyroll.oracle;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.data.TupleValue;
import java.time.Duration;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The tables as any reader of CQL sees them. */
public record CqlTables(CqlSession session, String keyspace) implements Stored {
    private static final int PAGE = 2_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Override
    public void rows(String table, Consumer<Map<String, Object>> reader) {
        SimpleStatement all = SimpleStatement.newInstance("SELECT * FROM " + keyspace + "." + table)
                .setPageSize(PAGE)
                .setTimeout(PATIENCE);
        for (Row row : session.execute(all)) {
            Map<String, Object> values = new HashMap<>();
            row.getColumnDefinitions()
                    .forEach(column ->
                            values.put(column.getName().asInternal(), plain(row.getObject(column.getName()))));
            reader.accept(values);
        }
    }

    private static Object plain(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(CqlTables::plain).toList();
        }
        if (value instanceof TupleValue pair) {
            return new SimpleImmutableEntry<>(pair.getString(0), pair.getLong(1));
        }
        return value;
    }
}
