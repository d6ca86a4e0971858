package tallyroll.batch;

import java.time.Duration;
import java.util.List;
import tallyroll.control.Claim;
import tallyroll.control.ControlStore.BatchEntry;
import tallyroll.control.SettleClaim;
import tallyroll.time.Micros;

/**
 * How fast a migration goes, turns of other batches included, for an estimate of the time it still takes.
 *
 * @param buckets that were recounted in {@code millis} since it was looked at first
 */
public record BackfillPace(long startMillis, long buckets, long millis) {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Nothing is known yet. */
    public BackfillPace(long startMillis) {
        this(startMillis, 0, 0);
    }

    /** With a batch that has just ended. */
    public BackfillPace plus(long more, long nowMillis) {
        return new BackfillPace(startMillis, buckets + more, nowMillis - startMillis);
    }

    /** By the batches that migrations committed one after the other, out of a history. */
    public static BackfillPace of(List<BatchEntry> newestFirst) {
        List<BatchEntry> migrated = newestFirst.stream()
                .filter(entry -> entry.claim() instanceof SettleClaim settle && settle.cause() == Claim.Cause.MIGRATION)
                .toList();
        if (migrated.size() < 2) {
            return new BackfillPace(0);
        }
        // what the oldest recounted was done before it was committed
        long buckets = migrated.subList(0, migrated.size() - 1).stream()
                .mapToLong(entry -> ((SettleClaim) entry.claim()).buckets().size())
                .sum();
        long start = Micros.wholeMillis(migrated.get(migrated.size() - 1).committedMicros()) / 1_000;
        long end = Micros.wholeMillis(migrated.get(0).committedMicros()) / 1_000;
        return new BackfillPace(start, buckets, end - start);
    }

    /** What is left of a rollup's, as the end of a sentence; empty where it is done, or nothing is known. */
    public String left(MigrationProgress.OfRollup rollup) {
        long left = rollup.buckets() - rollup.done();
        if (left <= 0 || buckets <= 0 || millis <= 0) {
            return "";
        }
        Duration time = Duration.ofMillis((long) ((double) millis / buckets * left));
        return ", about " + said(time) + " left at this pace";
    }

    private static String said(Duration time) {
        if (time.compareTo(MINUTE) < 0) {
            return Math.max(1, time.toSeconds()) + " s";
        }
        return time.toHours() < 3 ? time.toMinutes() + " min" : time.toHours() + " h";
    }
}
