package tallyroll.flow;

import java.util.Arrays;

/**
 * One finding of a search in a range of identities, as it goes from a task to the driver.
 *
 * @param kind what is said
 * @param subject a count for {@code EVENTS}, the first half of an identity for {@code WITHIN} and {@code ACROSS}
 * @param buckets whom it is said of, ascending; one but for {@code ACROSS}
 */
public record Repeat(Kind kind, long subject, long[] buckets) {
    /** What a finding says. */
    public enum Kind {
        /** A bucket has so many events. */
        EVENTS,
        /** An identity was recorded more than once in a bucket. */
        WITHIN,
        /** An identity stands in several buckets. */
        ACROSS,
        /** More identities were recorded more than once in a bucket than are named. */
        MANY
    }

    public static Repeat events(long bucket, long count) {
        return new Repeat(Kind.EVENTS, count, new long[] {bucket});
    }

    static Repeat within(long half, long bucket) {
        return new Repeat(Kind.WITHIN, half, new long[] {bucket});
    }

    static Repeat across(long half, long[] buckets) {
        return new Repeat(Kind.ACROSS, half, buckets);
    }

    public static Repeat many(long bucket) {
        return new Repeat(Kind.MANY, 0, new long[] {bucket});
    }

    /** For Spark's serializer, which may know no records. */
    public long[] toLongs() {
        long[] longs = new long[buckets.length + 2];
        longs[0] = kind.ordinal();
        longs[1] = subject;
        System.arraycopy(buckets, 0, longs, 2, buckets.length);
        return longs;
    }

    /** What {@link #toLongs} made. */
    public static Repeat of(long[] longs) {
        return new Repeat(Kind.values()[(int) longs[0]], longs[1], Arrays.copyOfRange(longs, 2, longs.length));
    }
}
