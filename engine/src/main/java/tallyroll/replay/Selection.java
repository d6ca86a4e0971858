package tallyroll.replay;

/**
 * Which events are replayed, and in which order.
 *
 * @param from event time, µs, inclusive; {@code until} µs, exclusive
 * @param where a condition over the definition's fields, blank for all events
 */
public record Selection(long from, long until, String where, Order order) {
    /** The order of events within a bucket of the record; buckets follow each other in any case. */
    public enum Order {
        /** As they were recorded. */
        RECORDED,
        /** By event time, equal ones as they were recorded. A bucket is held in memory. */
        EVENT_TIME
    }

    /** What a run that goes on must have been asked for too. */
    String text() {
        return "from " + from + " until " + until + " in order " + order + " where " + where.strip();
    }
}
