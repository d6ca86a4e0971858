package tallyroll.reading;

/** How far a row can be relied on; of several rows that were put together, the least of theirs. */
public enum RowState {
    /** It equals the query over the record. */
    SETTLED,
    /** Its bucket was touched since it was last settled, or never was settled. */
    DIRTY,
    /** Its bucket's end plus {@code grace} has not passed: events are still expected. */
    LIVE,
    /** The strategy keeps no record, or states were not asked for. */
    UNKNOWN;

    RowState and(RowState other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
