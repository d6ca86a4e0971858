package tallyroll.record;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
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
    private final Map<Gap, Filled> fills = new TreeMap<>(NEWEST_FIRST);

    private record Filled(Gap.Fill fill, long writeTimestamp) {
        static Filled later(Filled one, Filled other) {
            return one.writeTimestamp > other.writeTimestamp ? one : other;
        }
    }

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
    public synchronized void fill(Gap gap, long writeTimestamp) {
        add(gap.filled(Gap.Fill.NONE), writeTimestamp);
        fills.merge(gap, new Filled(gap.fill(), writeTimestamp), Filled::later);
    }

    @Override
    public synchronized List<Gap> newest(int max, Predicate<Gap> which) {
        return all().filter(which).limit(max).toList();
    }

    @Override
    public synchronized Totals totals() {
        Totals totals = Totals.NONE;
        for (Gap gap : all().toList()) {
            totals = totals.plus(gap);
        }
        return totals;
    }

    private Stream<Gap> all() {
        return writeTimestamps.keySet().stream()
                .map(gap -> fills.containsKey(gap) ? gap.filled(fills.get(gap).fill()) : gap);
    }
}
