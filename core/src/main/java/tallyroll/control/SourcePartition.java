package tallyroll.control;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * A partition of a source.
 *
 * @param source its name, without incarnation
 */
public record SourcePartition(String source, int partition) implements Comparable<SourcePartition> {
    private static final Comparator<SourcePartition> ORDER =
            Comparator.comparing(SourcePartition::source).thenComparingInt(SourcePartition::partition);

    /** What concerns one source, by partition. */
    public static <V> Map<Integer, V> of(Map<SourcePartition, V> all, String source) {
        Map<Integer, V> ofOne = new HashMap<>();
        all.forEach((partition, value) -> {
            if (partition.source().equals(source)) {
                ofOne.put(partition.partition(), value);
            }
        });
        return ofOne;
    }

    /** What is known of a source's partitions, as that of one source among others. */
    public static <V> Map<SourcePartition, V> in(String source, Map<Integer, V> ofOne) {
        Map<SourcePartition, V> all = new HashMap<>();
        ofOne.forEach((partition, value) -> all.put(new SourcePartition(source, partition), value));
        return all;
    }

    @Override
    public int compareTo(SourcePartition other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return source + "-" + partition;
    }
}
