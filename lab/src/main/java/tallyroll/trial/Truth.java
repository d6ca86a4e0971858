package tallyroll.trial;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import tallyroll.flights.Flight;

/** The oracle: what the tables should hold, from the events alone, each counted once however often it was sent. */
final class Truth {
    private static final int MINUTES_PER_BUCKET = 60;

    private Truth() {}

    static Totals of(Collection<Flight> flights) {
        Totals totals = new Totals();
        Set<String> seen = new HashSet<>();
        for (Flight flight : flights) {
            if (seen.add(flight.id())) {
                long bucket = Math.floorDiv(flight.minute(), MINUTES_PER_BUCKET) * MINUTES_PER_BUCKET;
                totals.add(flight.origin(), bucket, 1, flight.delay());
            }
        }
        return totals;
    }
}
