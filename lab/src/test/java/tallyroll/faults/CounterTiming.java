package tallyroll.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.client.Totals;
import tallyroll.flights.Flight;
import tallyroll.publish.FlightJson;
import tallyroll.publish.Message;
import tallyroll.publish.Publisher;
import tallyroll.server.TestServers;

/**
 * What counting without Spark costs; asserts nothing, and is run by name: {@code ./mvnw -pl lab -am
 * -Dsurefire.failIfNoSpecifiedTests=false -Dtest=CounterTiming test}.
 */
class CounterTiming {
    private static final TestServers SERVERS = TestServers.shared();
    private static final int ORIGINS = 300;
    private static final int PARTITIONS = 4;
    private static final long START_MINUTE = 16_000_020;

    @TempDir
    Path directory;

    @Test
    void count_eventsOfTwoHours_coalesce() throws InterruptedException {
        measure("warming up", 100_000, 120);
        measure("300 origins, 1,000,000 events of two hours", 1_000_000, 120);
    }

    @Test
    void count_eventsOfTenDays_hardlyCoalesce() throws InterruptedException {
        measure("300 origins, 200,000 events of ten days, shuffled", 200_000, 14_400);
    }

    private void measure(String what, int events, int minutes) throws InterruptedException {
        String topic = SERVERS.freshTopic(PARTITIONS);
        FlightJson json = FlightJson.plain();
        try (Publisher publisher = new Publisher(SERVERS.bootstrap(), topic)) {
            publisher.publish(
                    IntStream.range(0, events)
                            .mapToObj(number -> new Message(number % PARTITIONS, json.apply(flight(number, minutes))))
                            .iterator(),
                    sent -> {});
        }
        CounterScenario scenario = CounterScenario.forTiming(directory, topic);
        long start = System.nanoTime();
        Duration ours = cpu(ProcessHandle.current().pid());
        Duration node = cpu(SERVERS.servers().cassandra().pid());
        Totals totals = scenario.runOnce();
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "%s: %,.0f events/s, %,.0f increments/s (%,d); CPU a event: client %.2f µs, Cassandra %.2f µs; %s%n",
                what,
                events / seconds,
                totals.increments() / seconds,
                totals.increments(),
                cpu(ProcessHandle.current().pid()).minus(ours).toNanos() / 1e3 / events,
                cpu(SERVERS.servers().cassandra().pid()).minus(node).toNanos() / 1e3 / events,
                totals.message());
    }

    private static Flight flight(int number, int minutes) {
        long minute = START_MINUTE + number * 7_919L % minutes;
        String origin = "A%03d".formatted(number * 31L % ORIGINS);
        return new Flight(Integer.toString(number), minute, number % 90 - 20, 500, origin, "AP" + number % 10);
    }

    private static Duration cpu(long process) {
        return ProcessHandle.of(process).orElseThrow().info().totalCpuDuration().orElseThrow();
    }
}
