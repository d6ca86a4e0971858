package tallyroll.publish;

import java.time.Duration;

/**
 * How far a feed strays from one clean record per event in order of time. The same values give the same feed.
 *
 * @param partitions an event's first copy goes to a partition drawn from its id, further copies to any
 * @param duplicateEvery one event out of so many is published twice; 0: none
 * @param farthestDuplicate the second copy comes at most so many records after the first, half of them within 1,000
 * @param lateEvery one event out of so many is held back; 0: none
 * @param latest how long, in event time, an event is held back at most
 * @param broken how many broken records are mixed in
 * @param brokenEvery how many events apart, until they are used up
 * @param oversize how long the oversized one among the broken records is, in bytes
 */
public record Disorder(
        long seed,
        int partitions,
        int duplicateEvery,
        int farthestDuplicate,
        int lateEvery,
        Duration latest,
        int broken,
        int brokenEvery,
        int oversize) {
    private static final int PERCENT = 100;

    public Disorder {
        if (partitions < 1 || duplicateEvery < 0 || lateEvery < 0 || broken < 0 || brokenEvery < 1) {
            throw new IllegalArgumentException(
                    "partitions and brokenEvery must be at least 1, the other counts at least 0");
        }
    }

    /** Every event once, in order, over so many partitions. */
    public static Disorder none(long seed, int partitions) {
        return new Disorder(seed, partitions, 0, 0, 0, Duration.ZERO, 0, 1, 0);
    }

    /**
     * 1 % duplicates, 1 % up to three days late, each kind of broken record once.
     *
     * @param events about how many there will be
     */
    public static Disorder usual(long seed, int partitions, long events) {
        return none(seed, partitions)
                .withDuplicates(PERCENT, (int) Math.min(1_000_000, Math.max(1_000, events / 2)))
                .withLate(PERCENT, Duration.ofDays(3))
                .withBroken(Broken.KINDS, (int) Math.max(1, events / (Broken.KINDS + 1)), 2_000_000);
    }

    public Disorder withDuplicates(int every, int farthest) {
        return new Disorder(seed, partitions, every, farthest, lateEvery, latest, broken, brokenEvery, oversize);
    }

    public Disorder withLate(int every, Duration max) {
        return new Disorder(
                seed, partitions, duplicateEvery, farthestDuplicate, every, max, broken, brokenEvery, oversize);
    }

    public Disorder withBroken(int count, int every, int bytes) {
        return new Disorder(
                seed, partitions, duplicateEvery, farthestDuplicate, lateEvery, latest, count, every, bytes);
    }
}
