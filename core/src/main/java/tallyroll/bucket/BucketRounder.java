package tallyroll.bucket;

/**
 * {@link Granularity#floor} for a stream of instants: remembers the two buckets asked for last and answers from them without a
 * division or a calendar. Two, because around midnight and with late events instants go back and forth between a pair.
 *
 * <p>Stays true: each remembered pair is {@code [floor(i), end(floor(i)))} of some instant. Not thread-safe; one per task.
 */
public final class BucketRounder {
    private final Granularity granularity;
    private long start;
    private long end;
    private long otherStart;
    private long otherEnd;

    BucketRounder(Granularity granularity) {
        this.granularity = granularity;
    }

    /** The start, µs, of the bucket that holds an instant. */
    public long floor(long micros) {
        return micros >= start && micros < end ? start : turn(micros);
    }

    private long turn(long micros) {
        long lastStart = start;
        long lastEnd = end;
        if (micros >= otherStart && micros < otherEnd) {
            start = otherStart;
            end = otherEnd;
        } else {
            start = granularity.floor(micros);
            end = granularity.end(start);
        }
        otherStart = lastStart;
        otherEnd = lastEnd;
        return start;
    }
}
