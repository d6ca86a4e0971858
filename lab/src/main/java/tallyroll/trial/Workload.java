package tallyroll.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import tallyroll.flights.Flight;
import tallyroll.publish.FlightJson;

/**
 * Seeded flights in order of arrival: three days of March 2001, nearly in order of time, now and then many in the same minute. Each id
 * occurs once. The same seed and number give the same bytes.
 */
final class Workload {
    /** Any few hundred consecutive events have nearly all of them, so a batch writes nearly as many summary partitions. */
    static final int GROUPS = 40;

    private static final int DAYS = 3;
    private static final int MINUTES_PER_DAY = 1_440;
    /** 2001-03-01T00:00, in minutes. */
    private static final long START = 983_404_800L / 60;

    private static final int EVENTS_PER_BURST = 1_000;
    private static final int MAX_BURST = 200;
    private static final int DISORDER_MINUTES = 20;

    private Workload() {}

    static List<Flight> flights(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Flight> flights = new ArrayList<>(count);
        long minute = START;
        int burst = 0;
        for (int i = 0; i < count; i++) {
            if (burst > 0) {
                burst--;
            } else {
                burst = random.nextInt(EVENTS_PER_BURST) == 0 ? random.nextInt(MAX_BURST) : 0;
                long due = (long) i * DAYS * MINUTES_PER_DAY / count;
                minute = START + Math.max(0, due - random.nextInt(DISORDER_MINUTES));
            }
            flights.add(flight(i, minute, random));
        }
        return List.copyOf(flights);
    }

    private static Flight flight(int number, long minute, SplittableRandom random) {
        return new Flight(
                "f" + number,
                minute,
                random.nextInt(10) == 0 ? random.nextInt(600) : random.nextInt(60) - 25,
                random.nextInt(30, 3_000),
                airport(random.nextInt(GROUPS)),
                airport(random.nextInt(GROUPS)));
    }

    private static String airport(int number) {
        return "" + (char) ('A' + number % 26) + (char) ('A' + number / 26) + "X";
    }

    /** Every nth, from the first on. */
    static List<Flight> every(int nth, List<Flight> flights) {
        return IntStream.range(0, flights.size())
                .filter(i -> i % nth == 0)
                .mapToObj(flights::get)
                .toList();
    }

    /** All but every nth. */
    static List<Flight> without(int nth, List<Flight> flights) {
        return IntStream.range(0, flights.size())
                .filter(i -> i % nth != 0)
                .mapToObj(flights::get)
                .toList();
    }

    /** As they are sent: one line of JSON each. */
    static List<byte[]> json(List<Flight> flights) {
        Function<Flight, byte[]> json = FlightJson.plain();
        return flights.stream().map(json).toList();
    }
}
