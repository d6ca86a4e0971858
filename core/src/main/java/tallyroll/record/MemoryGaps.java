package tallyroll.record;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tallyroll.control.Claim;

/** Gaps in memory, for the simulation and for tests. */
public final class MemoryGaps implements GapStore {
    private static final Comparator<Gap> NEWEST_FIRST = Comparator.comparingLong(Gap::batch)
            .reversed()
            .thenComparing(
                    Gap::range,
                    Comparator.comparing(Claim.Range::source)
                            .thenComparingInt(Claim.Range::partition)
                            .thenComparingLong(Claim.Range::from));

    private final Map<Gap, Long> writeTimestamps = new TreeMap<>(NEWEST_FIRST);

    @Override
    public synchronized void add(Gap gap, long writeTimestamp) {
        Long stored = writeTimestamps.get(gap);
        if (stored == null || stored <= writeTimestamp) {
            // a map keeps the first of two keys that compare as equal
            writeTimestamps.remove(gap);
            writeTimestamps.put(gap, writeTimestamp);
        }
    }

    @Override
    public synchronized List<Gap> newest(int max) {
        return writeTimestamps.keySet().stream().limit(max).toList();
    }

    @Override
    public synchronized Totals totals() {
        Totals totals = Totals.NONE;
        for (Gap gap : writeTimestamps.keySet()) {
            totals = totals.plus(gap);
        }
        return totals;
    }
}
