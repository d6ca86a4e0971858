package tallyroll.publish;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import tallyroll.flights.Flight;

/**
 * Seeded flight-like events, one hour of event time per million. The first {@code origins} of them come from different origins;
 * each origin has 15 destinations, as many as the real flights have.
 */
public final class GeneratedFlights implements Iterator<Flight> {
    /** 2001-01-01T00:00, in minutes. */
    private static final long START = 978_307_200L / 60;

    private static final int LETTERS = 26;
    private static final int THREE_LETTERS = LETTERS * LETTERS * LETTERS;
    private static final int MINUTES_PER_HOUR = 60;
    private static final int EVENTS_PER_HOUR = 1_000_000;
    private static final int DESTINATIONS = 15;
    private static final int AIRPORTS = 300;

    private final SplittableRandom random;
    private final long count;
    private final int origins;
    private final String[] names;
    private long made;

    public GeneratedFlights(long seed, long count, int origins) {
        random = new SplittableRandom(seed);
        this.count = count;
        this.origins = origins;
        names = new String[Math.min(origins, THREE_LETTERS)];
        for (int i = 0; i < names.length; i++) {
            names[i] = threeLetters(i);
        }
    }

    @Override
    public boolean hasNext() {
        return made < count;
    }

    @Override
    public Flight next() {
        if (!hasNext()) {
            throw new NoSuchElementException("all " + count + " flights have been generated");
        }
        long number = made++;
        int origin = number < origins ? (int) number : random.nextInt(origins);
        return new Flight(
                Long.toString(number),
                START + number * MINUTES_PER_HOUR / EVENTS_PER_HOUR,
                random.nextInt(10) == 0 ? random.nextInt(600) : random.nextInt(60) - 25,
                random.nextInt(30, 3_000),
                name(origin),
                name((origin + 1 + 7 * random.nextInt(DESTINATIONS)) % Math.min(origins, AIRPORTS)));
    }

    private String name(int airport) {
        return airport < names.length ? names[airport] : "A" + airport;
    }

    /** 0 is AAA; consecutive ones differ in their first letter, so that names are spread over the alphabet. */
    private static String threeLetters(int number) {
        char first = (char) ('A' + number % LETTERS);
        char second = (char) ('A' + number / LETTERS % LETTERS);
        char third = (char) ('A' + number / LETTERS / LETTERS);
        return "" + first + second + third;
    }
}
