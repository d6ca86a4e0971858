package tallyroll.bench;

import java.util.Comparator;
import java.util.List;

/**
 * What some work cost.
 *
 * @param wallMillis from the start of its process to its end
 * @param driverMillis CPU time of that process
 * @param brokerMillis CPU time of Kafka meanwhile
 * @param nodeMillis CPU time of Cassandra meanwhile, flushing included
 */
record Cost(long wallMillis, long driverMillis, long brokerMillis, long nodeMillis) {
    static final Cost NOTHING = new Cost(0, 0, 0, 0);

    Cost plus(Cost other) {
        return new Cost(
                wallMillis + other.wallMillis,
                driverMillis + other.driverMillis,
                brokerMillis + other.brokerMillis,
                nodeMillis + other.nodeMillis);
    }

    /** Without what starting and ending the process costs; never below zero. */
    Cost less(Cost startUp) {
        return new Cost(
                Math.max(1, wallMillis - startUp.wallMillis),
                Math.max(0, driverMillis - startUp.driverMillis),
                Math.max(0, brokerMillis - startUp.brokerMillis),
                Math.max(0, nodeMillis - startUp.nodeMillis));
    }

    long cpuMillis() {
        return driverMillis + brokerMillis + nodeMillis;
    }

    long eventsPerSecond(long events) {
        return events * 1_000 / wallMillis;
    }

    /** µs per event, to two decimals. */
    static double micros(long millis, long events) {
        return Math.round(millis * 100_000.0 / events) / 100.0;
    }

    /** The median round by CPU time, which other load disturbs less than wall time. */
    static Cost median(List<Cost> rounds) {
        return rounds.stream()
                .sorted(Comparator.comparingLong(Cost::cpuMillis))
                .toList()
                .get((rounds.size() - 1) / 2);
    }

    @Override
    public String toString() {
        return "%.1f s (CPU: driver %.1f s, broker %.1f s, cassandra %.1f s)"
                .formatted(wallMillis / 1e3, driverMillis / 1e3, brokerMillis / 1e3, nodeMillis / 1e3);
    }
}
