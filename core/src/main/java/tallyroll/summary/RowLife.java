package tallyroll.summary;

import tallyroll.time.Micros;

/**
 * How long rows live in a store: from the write until their life is over, and {@link #SLACK_MICROS a day} longer.
 *
 * <p>The day keeps a row from ending under a batch. A batch reads a row and writes it again: were it gone by then, a row of the
 * batch's own events alone would take its place. Whether a row is still written is decided by the write timestamp, which is the
 * claim's; the day is more than any batch takes from there on.
 */
public final class RowLife {
    private static final long SLACK_MICROS = Micros.PER_DAY;

    /** Cassandra's tables of before version 5 cannot hold a later end. */
    private static final long LATEST_END = 2_147_400_000L * Micros.PER_SECOND; // 2038-01-18

    /** None: a row that lives for ever, or longer than a store can say. */
    public static final int NO_TTL = 0;

    private RowLife() {}

    /** Whether a batch of this write timestamp still writes a row: a life that is over does not begin again. */
    public static boolean over(RollupTable table, long bucket, long writeTimestamp) {
        return table.keptUntil(bucket) <= writeTimestamp;
    }

    /** Seconds from the write on, as {@code USING TTL} has them. */
    public static int ttlSeconds(RollupTable table, long bucket, long writeTimestamp) {
        long until = table.keptUntil(bucket);
        if (until >= LATEST_END - SLACK_MICROS) {
            return NO_TTL;
        }
        return Math.toIntExact(Math.max(1, -Math.floorDiv(writeTimestamp - until - SLACK_MICROS, Micros.PER_SECOND)));
    }
}
