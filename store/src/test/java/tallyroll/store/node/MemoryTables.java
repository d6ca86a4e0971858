package tallyroll.store.node;

import com.datastax.oss.protocol.internal.response.result.ColumnSpec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import tallyroll.store.node.Cql.Literal;
import tallyroll.store.node.Cql.Marker;
import tallyroll.store.node.Cql.Name;
import tallyroll.store.node.Cql.Relation;
import tallyroll.store.node.Cql.Term;

/** Keyspaces, tables and what statements do to them. Not thread-safe: the node runs one request at a time. */
final class MemoryTables {
    private static final CqlType BOOLEAN = new CqlType("boolean");

    private final Map<Name, MemoryTable> tables = new LinkedHashMap<>();
    private long clock = 1;
    private long nowSeconds;

    /** The rows of an answer and its columns; no columns where a statement answers nothing. */
    record Answer(List<ColumnSpec> columns, List<List<ByteBuffer>> rows) {
        static final Answer NOTHING = new Answer(List.of(), List.of());
    }

    MemoryTables() {
        SystemTables.CREATE.forEach(cql -> create((Cql.CreateTable) new CqlParser(cql).statement()));
    }

    MemoryTable table(Name name) {
        MemoryTable table = tables.get(name);
        if (table == null) {
            throw new IllegalStateException("table " + name.keyspace() + "." + name.table() + " does not exist");
        }
        return table;
    }

    void clear(String keyspace) {
        tables.forEach((name, table) -> {
            if (name.keyspace().equals(keyspace)) {
                table.clear();
            }
        });
    }

    /** The specifications of the markers of a statement, in order. */
    List<ColumnSpec> variables(Cql statement, List<String> markers) {
        Name name = name(statement);
        Map<String, CqlType> types = table(name).types();
        List<ColumnSpec> specs = new ArrayList<>();
        for (String column : markers) {
            CqlType type =
                    switch (column) {
                        case "[limit]", "[ttl]" -> new CqlType("int");
                        case "[timestamp]", "[token]" -> new CqlType("bigint");
                        default -> known(types, column, name);
                    };
            specs.add(spec(name, column, specs.size(), type));
        }
        return specs;
    }

    /** The columns that a statement answers; none where it answers nothing, or depends on what it finds. */
    List<ColumnSpec> results(Cql statement) {
        return statement instanceof Cql.Select select ? columns(select) : List.of();
    }

    Answer execute(Cql statement, List<ByteBuffer> values) {
        if (statement instanceof Cql.Select select) {
            return select(select, values);
        } else if (statement instanceof Cql.Write write) {
            return write(write, values);
        } else if (statement instanceof Cql.Add add) {
            table(add.name()).add(bound(add.name(), add.key(), values), bound(add.name(), add.deltas(), values));
        } else if (statement instanceof Cql.Delete delete) {
            Map<String, ByteBuffer> key = bound(delete.name(), delete.key(), values);
            long timestamp = timestamp(delete.using(), values);
            if (delete.behind()) {
                table(delete.name()).deleteBehind(key, timestamp);
            } else {
                table(delete.name()).delete(key, delete.columns(), timestamp);
            }
        } else if (statement instanceof Cql.Truncate truncate) {
            table(truncate.name()).clear();
        } else if (statement instanceof Cql.CreateTable create) {
            create(create);
        } else if (statement instanceof Cql.AddColumn add) {
            table(add.name()).add(add.column(), add.type());
            SystemTables.column(this, add.name(), table(add.name()), add.column());
        } else if (statement instanceof Cql.CreateKeyspace create) {
            SystemTables.keyspace(this, create.keyspace());
        }
        return Answer.NOTHING;
    }

    /** Writes a row of a system table. */
    void put(String keyspace, String table, Map<String, ByteBuffer> row) {
        tables.get(new Name(keyspace, table))
                .write(row, row, new MemoryTable.Written(clock++, MemoryTable.NEVER), true);
    }

    static Name name(Cql statement) {
        if (statement instanceof Cql.Select select) {
            return select.name();
        } else if (statement instanceof Cql.Write write) {
            return write.name();
        } else if (statement instanceof Cql.Add add) {
            return add.name();
        } else if (statement instanceof Cql.Delete delete) {
            return delete.name();
        }
        throw new IllegalArgumentException("takes no values: " + statement);
    }

    private void create(Cql.CreateTable create) {
        if (!tables.containsKey(create.name())) {
            MemoryTable table = new MemoryTable(create);
            table.now(nowSeconds);
            tables.put(create.name(), table);
            if (!create.name().keyspace().startsWith("system")) {
                SystemTables.table(this, create.name(), table);
            }
        }
    }

    private Answer write(Cql.Write write, List<ByteBuffer> values) {
        MemoryTable table = table(write.name());
        Map<String, ByteBuffer> key = bound(write.name(), write.key(), values);
        if (write.condition() == null) {
            table.write(key, bound(write.name(), write.values(), values), written(write, values), write.marker());
            return Answer.NOTHING;
        }
        Map<String, ByteBuffer> found = table.find(key);
        boolean applied = write.condition().columns().isEmpty()
                ? found == null
                : found != null && meets(table, found, write.condition(), write.name(), values);
        if (applied) {
            table.write(
                    key,
                    bound(write.name(), write.values(), values),
                    new MemoryTable.Written(clock++, MemoryTable.NEVER),
                    write.marker());
        }
        return conditional(write.name(), table, applied, found);
    }

    /** What a lightweight transaction answers: whether it was applied, and the row if it was not. */
    private static Answer conditional(Name name, MemoryTable table, boolean applied, Map<String, ByteBuffer> found) {
        List<ColumnSpec> columns = new ArrayList<>(List.of(spec(name, "[applied]", 0, BOOLEAN)));
        List<ByteBuffer> row = new ArrayList<>(List.of(ByteBuffer.wrap(new byte[] {(byte) (applied ? 1 : 0)})));
        if (!applied && found != null) {
            table.types().forEach((column, type) -> {
                columns.add(spec(name, column, columns.size(), type));
                row.add(found.get(column));
            });
        }
        return new Answer(columns, List.of(row));
    }

    private Answer select(Cql.Select select, List<ByteBuffer> values) {
        MemoryTable table = table(select.name());
        List<ColumnSpec> columns = columns(select);
        Stream<Map<String, ByteBuffer>> rows = table.rows();
        for (Relation relation : select.where()) {
            rows = rows.filter(row -> meets(table, row, relation, select.name(), values));
        }
        if (select.distinct()) {
            Set<List<ByteBuffer>> seen = new HashSet<>();
            rows = rows.filter(row ->
                            seen.add(table.partitionKey().stream().map(row::get).toList()))
                    .sorted(Comparator.comparingLong(table::token));
        }
        if (select.limit() != null) {
            rows = rows.limit(value(new CqlType("int"), select.limit(), values).getInt(0));
        }
        return new Answer(
                columns,
                rows.map(row -> columns.stream()
                                .map(column -> row.get(column.name))
                                .toList())
                        .toList());
    }

    private List<ColumnSpec> columns(Cql.Select select) {
        Map<String, CqlType> types = table(select.name()).types();
        List<String> names = select.columns().isEmpty() ? List.copyOf(types.keySet()) : select.columns();
        List<ColumnSpec> specs = new ArrayList<>();
        names.forEach(
                column -> specs.add(spec(select.name(), column, specs.size(), known(types, column, select.name()))));
        return specs;
    }

    private static boolean meets(
            MemoryTable table, Map<String, ByteBuffer> row, Relation relation, Name name, List<ByteBuffer> values) {
        String operator = relation.operator();
        if (operator.startsWith("token ")) {
            long bound = value(new CqlType("bigint"), relation.value(), values).getLong(0);
            return holds(Long.compare(table.token(row), bound), operator.substring(6));
        }
        String column = relation.columns().get(0);
        CqlType type = known(table.types(), column, name);
        ByteBuffer stored = row.get(column);
        return stored != null && holds(type.order().compare(stored, value(type, relation.value(), values)), operator);
    }

    private static boolean holds(int comparison, String operator) {
        return switch (operator) {
            case "=" -> comparison == 0;
            case ">=" -> comparison >= 0;
            case "<=" -> comparison <= 0;
            case ">" -> comparison > 0;
            case "<" -> comparison < 0;
            default -> throw new IllegalArgumentException("unknown operator " + operator);
        };
    }

    private Map<String, ByteBuffer> bound(Name name, Map<String, Term> terms, List<ByteBuffer> values) {
        Map<String, CqlType> types = table(name).types();
        Map<String, ByteBuffer> bound = new HashMap<>();
        terms.forEach((column, term) -> bound.put(column, value(known(types, column, name), term, values)));
        return bound;
    }

    /** Lets time pass, so that what has a time to live ends. */
    void pass(long seconds) {
        nowSeconds += seconds;
        tables.values().forEach(table -> table.now(nowSeconds));
    }

    private MemoryTable.Written written(Cql.Write write, List<ByteBuffer> values) {
        Term ttl = write.using().ttl();
        int seconds = ttl == null ? 0 : value(new CqlType("int"), ttl, values).getInt(0);
        if (seconds < 0) {
            throw new IllegalArgumentException("A TTL must be greater or equal to 0, but was " + seconds);
        }
        return new MemoryTable.Written(
                timestamp(write.using(), values), seconds == 0 ? MemoryTable.NEVER : nowSeconds + seconds);
    }

    private long timestamp(Cql.Using using, List<ByteBuffer> values) {
        Term term = using.timestamp();
        return term == null
                ? clock++
                : value(new CqlType("bigint"), term, values).getLong(0);
    }

    private static ByteBuffer value(CqlType type, Term term, List<ByteBuffer> values) {
        if (term instanceof Marker marker) {
            return values.get(marker.index());
        }
        String text = ((Literal) term).text();
        return switch (type.text()) {
            case "int" -> ByteBuffer.allocate(4).putInt(0, Integer.parseInt(text));
            case "bigint" -> ByteBuffer.allocate(8).putLong(0, Long.parseLong(text));
            default -> text(text);
        };
    }

    private static CqlType known(Map<String, CqlType> types, String column, Name name) {
        CqlType type = MemoryTable.isComputed(column) ? new CqlType("bigint") : types.get(column);
        if (type == null) {
            throw new IllegalStateException(
                    "Undefined column name " + column + " in table " + name.keyspace() + "." + name.table());
        }
        return type;
    }

    private static ColumnSpec spec(Name name, String column, int index, CqlType type) {
        return new ColumnSpec(name.keyspace(), name.table(), column, index, type.raw());
    }

    static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    static ByteBuffer uuid(UUID uuid) {
        return ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .flip();
    }
}
