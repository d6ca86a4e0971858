package tallyroll.measure;

/**
 * The type of a summary column, with the Java value that {@link Partial#values} gives for it.
 */
public enum ColumnType {
    /** {@code bigint}; Long. */
    BIGINT("bigint"),
    /** {@code counter}, which is added to and never set; Long. */
    COUNTER("counter"),
    /** {@code varint}; BigInteger. */
    VARINT("varint"),
    /** {@code decimal}; BigDecimal. */
    DECIMAL("decimal"),
    /** {@code double}; Double. */
    DOUBLE("double"),
    /** {@code text}; String. */
    TEXT("text"),
    /** {@code boolean}; Boolean. */
    BOOLEAN("boolean"),
    /** {@code timestamp}; Instant. */
    TIMESTAMP("timestamp"),
    /** {@code frozen<list<bigint>>}; List of Long. */
    COUNTS("frozen<list<bigint>>"),
    /** {@code frozen<list<frozen<tuple<text, bigint>>>>}; List of {@link Ranked}. */
    RANKING("frozen<list<frozen<tuple<text, bigint>>>>"),
    /** {@code blob}; byte[]. */
    BLOB("blob");

    private final String cql;

    ColumnType(String cql) {
        this.cql = cql;
    }

    /** The CQL type. */
    public String cql() {
        return cql;
    }
}
