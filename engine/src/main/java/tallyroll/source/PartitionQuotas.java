package tallyroll.source;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Spreads a batch's limit over partitions. */
final class PartitionQuotas {
    private PartitionQuotas() {}

    /**
     * The ends of a batch of at most {@code max} offsets, in proportion to what is unread in each partition. Rounding leftovers go
     * to those that lost most by it, so a limit below the number of partitions still gets somewhere.
     */
    static <P extends Comparable<P>> Map<P, Long> ends(Map<P, Long> from, Map<P, Long> latest, long max) {
        Map<P, Long> unread = new TreeMap<>();
        latest.forEach((partition, end) -> unread.put(partition, Math.max(0, end - from.get(partition))));
        long total = unread.values().stream().mapToLong(Long::longValue).sum();
        if (total <= max) {
            return new TreeMap<>(latest);
        }
        Map<P, Long> given = new TreeMap<>();
        Map<P, Double> lost = new HashMap<>();
        unread.forEach((partition, lag) -> {
            double share = (double) max * lag / total;
            given.put(partition, Math.min(lag, (long) share));
            lost.put(partition, share - (long) share);
        });
        long left = max - given.values().stream().mapToLong(Long::longValue).sum();
        List<P> order = unread.keySet().stream()
                .sorted(Comparator.<P>comparingDouble(lost::get).reversed())
                .toList();
        for (P partition : order) {
            long more = Math.min(Math.max(0, left), Math.min(1, unread.get(partition) - given.get(partition)));
            given.merge(partition, more, Long::sum);
            left -= more;
        }
        Map<P, Long> ends = new TreeMap<>();
        given.forEach((partition, count) -> ends.put(partition, from.get(partition) + count));
        return ends;
    }
}
