package tallyroll.store.node;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tallyroll.store.node.Cql.Name;

/** What the driver reads of a node before anybody asks it anything: who it is, and which tables there are. */
final class SystemTables {
    private static final UUID HOST = new UUID(0, 1);
    private static final UUID SCHEMA_VERSION = new UUID(0, 2);

    static final List<String> CREATE = List.of(
            "CREATE TABLE IF NOT EXISTS system.local (key text PRIMARY KEY, cluster_name text, data_center text, rack text,"
                    + " host_id uuid, schema_version uuid, release_version text, partitioner text, tokens set<text>,"
                    + " rpc_address inet, broadcast_address inet, listen_address inet)",
            "CREATE TABLE IF NOT EXISTS system.peers (peer inet PRIMARY KEY, host_id uuid, schema_version uuid)",
            "CREATE TABLE IF NOT EXISTS system.peers_v2 (peer inet PRIMARY KEY, host_id uuid, schema_version uuid)",
            "CREATE TABLE IF NOT EXISTS system_schema.keyspaces (keyspace_name text PRIMARY KEY, durable_writes boolean,"
                    + " replication frozen<map<text, text>>)",
            "CREATE TABLE IF NOT EXISTS system_schema.tables (keyspace_name text, table_name text, id uuid,"
                    + " flags frozen<set<text>>, PRIMARY KEY ((keyspace_name), table_name))",
            "CREATE TABLE IF NOT EXISTS system_schema.columns (keyspace_name text, table_name text, column_name text,"
                    + " clustering_order text, kind text, position int, type text,"
                    + " PRIMARY KEY ((keyspace_name), table_name, column_name))",
            "CREATE TABLE IF NOT EXISTS system.size_estimates (keyspace_name text, table_name text, range_start text,"
                    + " mean_partition_size bigint, partitions_count bigint,"
                    + " PRIMARY KEY ((keyspace_name), table_name, range_start))",
            empty("system_schema", "types"),
            empty("system_schema", "views"),
            empty("system_schema", "indexes"),
            empty("system_schema", "functions"),
            empty("system_schema", "aggregates"),
            empty("system_schema", "edges"),
            empty("system_schema", "vertices"),
            empty("system_virtual_schema", "keyspaces"),
            empty("system_virtual_schema", "tables"),
            empty("system_virtual_schema", "columns"));

    private SystemTables() {}

    private static String empty(String keyspace, String table) {
        return "CREATE TABLE IF NOT EXISTS " + keyspace + "." + table + " (keyspace_name text PRIMARY KEY)";
    }

    /** The node itself. */
    static void local(MemoryTables tables, byte[] address) {
        Map<String, ByteBuffer> row = new HashMap<>();
        row.put("key", MemoryTables.text("local"));
        row.put("cluster_name", MemoryTables.text("memory"));
        row.put("data_center", MemoryTables.text("datacenter1"));
        row.put("rack", MemoryTables.text("rack1"));
        row.put("host_id", MemoryTables.uuid(HOST));
        row.put("schema_version", MemoryTables.uuid(SCHEMA_VERSION));
        row.put("release_version", MemoryTables.text("5.0.9"));
        row.put("partitioner", MemoryTables.text("org.apache.cassandra.dht.Murmur3Partitioner"));
        row.put("tokens", collection("0"));
        row.put("rpc_address", ByteBuffer.wrap(address));
        row.put("broadcast_address", ByteBuffer.wrap(address));
        row.put("listen_address", ByteBuffer.wrap(address));
        tables.put("system", "local", row);
    }

    static void keyspace(MemoryTables tables, String keyspace) {
        tables.put(
                "system_schema",
                "keyspaces",
                Map.of(
                        "keyspace_name",
                        MemoryTables.text(keyspace),
                        "durable_writes",
                        ByteBuffer.wrap(new byte[] {1}),
                        "replication",
                        map("class", "org.apache.cassandra.locator.SimpleStrategy", "replication_factor", "1")));
    }

    static void table(MemoryTables tables, Name name, MemoryTable table) {
        tables.put(
                "system_schema",
                "tables",
                Map.of(
                        "keyspace_name",
                        MemoryTables.text(name.keyspace()),
                        "table_name",
                        MemoryTables.text(name.table()),
                        "id",
                        MemoryTables.uuid(new UUID(1, name.hashCode())),
                        "flags",
                        collection("compound")));
        table.types().keySet().forEach(column -> column(tables, name, table, column));
    }

    static void column(MemoryTables tables, Name name, MemoryTable table, String column) {
        int partition = table.partitionKey().indexOf(column);
        int clustering = table.clusteringKey().indexOf(column);
        tables.put(
                "system_schema",
                "columns",
                Map.of(
                        "keyspace_name",
                        MemoryTables.text(name.keyspace()),
                        "table_name",
                        MemoryTables.text(name.table()),
                        "column_name",
                        MemoryTables.text(column),
                        "clustering_order",
                        MemoryTables.text(clustering < 0 ? "none" : "asc"),
                        "kind",
                        MemoryTables.text(
                                partition >= 0 ? "partition_key" : clustering >= 0 ? "clustering" : "regular"),
                        "position",
                        ByteBuffer.allocate(4).putInt(0, Math.max(partition, clustering)),
                        "type",
                        MemoryTables.text(table.types().get(column).text())));
    }

    /** A set or list of texts as the protocol has it. */
    private static ByteBuffer collection(String... elements) {
        return sized(elements.length, elements);
    }

    private static ByteBuffer map(String... keysAndValues) {
        return sized(keysAndValues.length / 2, keysAndValues);
    }

    private static ByteBuffer sized(int size, String... elements) {
        ByteBuffer bytes = ByteBuffer.allocate(1024).putInt(size);
        for (String element : elements) {
            ByteBuffer text = MemoryTables.text(element);
            bytes.putInt(text.remaining()).put(text);
        }
        return ByteBuffer.wrap(CqlType.bytes(bytes.flip()));
    }
}
