package tallyroll.store;

/**
 * A table or a column that is kept no longer.
 *
 * @param name the table, or {@code table.column}
 * @param cql what drops it
 */
record Leftover(String name, String cql) {
    static Leftover table(String keyspace, String table) {
        return new Leftover(table, "DROP TABLE IF EXISTS " + qualified(keyspace, table));
    }

    static Leftover column(String keyspace, String table, String column) {
        return new Leftover(
                table + "." + column,
                "ALTER TABLE " + qualified(keyspace, table) + " DROP " + SummaryTable.quoted(column));
    }

    private static String qualified(String keyspace, String table) {
        return SummaryTable.quoted(keyspace) + "." + SummaryTable.quoted(table);
    }
}
