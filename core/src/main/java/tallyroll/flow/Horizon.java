package tallyroll.flow;

import java.io.Serializable;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import tallyroll.bucket.Granularity;
import tallyroll.pipeline.Pipeline;
import tallyroll.time.Micros;

/**
 * How far apart in event time two events of one identity are recognised when they stand in different record buckets (rule R1).
 * Within one bucket they always are. Because the horizon is a distance of event time and not an age, what it costs to look for an
 * identity depends on it alone: {@link #neighbours} are as many after ten years as after a day.
 *
 * @param bucket the record's buckets
 * @param withinMicros the largest difference of event times, µs; 0: no other bucket is looked at
 */
public record Horizon(Granularity bucket, long withinMicros) implements Serializable {
    private static final long serialVersionUID = 1L;

    public Horizon {
        if (withinMicros < 0) {
            throw new IllegalArgumentException("a horizon of " + withinMicros + " µs is before the event itself");
        }
    }

    /** That of a definition. An event without an id of its own is its position, which is in one bucket only. */
    public static Horizon of(Pipeline pipeline) {
        boolean named = !pipeline.event().idFields().isEmpty();
        return new Horizon(
                pipeline.record().bucket(), named ? Micros.of(pipeline.record().horizon()) : 0);
    }

    /** Whether events in these two buckets may be no further apart than the horizon; so may those of one bucket. */
    public boolean reaches(long one, long other) {
        return one == other || Math.max(one, other) - bucket.end(Math.min(one, other)) < withinMicros;
    }

    /** The start of the earliest bucket that this one reaches. */
    public long from(long start) {
        return withinMicros == 0 ? start : bucket.floor(start - withinMicros);
    }

    /** Before which the buckets start that this one reaches. */
    public long until(long start) {
        return bucket.end(start) + withinMicros;
    }

    /** Those of {@code recorded} that one of {@code buckets} reaches, and all of {@code buckets}; ascending. */
    public List<Long> neighbours(Iterable<Long> buckets, NavigableSet<Long> recorded) {
        TreeSet<Long> all = new TreeSet<>();
        for (long each : buckets) {
            all.add(each);
            all.addAll(recorded.subSet(from(each), true, until(each), false));
        }
        return List.copyOf(all);
    }
}
