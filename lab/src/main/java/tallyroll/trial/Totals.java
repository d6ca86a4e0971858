package tallyroll.trial;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/** Counts and sums by group and bucket: what should be stored, or what is. */
final class Totals {
    /** The bucket of totals that are not split by event time. */
    static final long ALL_TIME = Long.MIN_VALUE;

    private final Map<Slot, CountAndSum> cells = new HashMap<>();

    /** @param bucket its start, minutes since 1970, or {@link #ALL_TIME} */
    record Slot(String group, long bucket) {}

    /** A row's two measures. */
    record CountAndSum(long count, long sum) {
        static final CountAndSum EMPTY = new CountAndSum(0, 0);

        CountAndSum plus(CountAndSum other) {
            return new CountAndSum(count + other.count, sum + other.sum);
        }
    }

    void add(String group, long bucket, long count, long sum) {
        cells.merge(new Slot(group, bucket), new CountAndSum(count, sum), CountAndSum::plus);
    }

    Map<Slot, CountAndSum> cells() {
        return Collections.unmodifiableMap(cells);
    }

    /** By group alone. */
    Totals overAllTime() {
        Totals merged = new Totals();
        cells.forEach((slot, cell) -> merged.add(slot.group(), ALL_TIME, cell.count(), cell.sum()));
        return merged;
    }

    long count() {
        return cells.values().stream().mapToLong(CountAndSum::count).sum();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Totals totals && totals.cells.equals(cells);
    }

    @Override
    public int hashCode() {
        return cells.hashCode();
    }

    @Override
    public String toString() {
        return "%,d events in %,d rows".formatted(count(), cells.size());
    }
}
