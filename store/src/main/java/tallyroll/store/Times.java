package tallyroll.store;

import java.time.Instant;

/** Between our µs since the epoch and CQL timestamps, which hold ms. Buckets are whole seconds, so nothing is lost. */
final class Times {
    private Times() {}

    static Instant instant(long micros) {
        return Instant.ofEpochMilli(Math.floorDiv(micros, 1_000L));
    }

    static long micros(Instant instant) {
        // Not ChronoUnit.MICROS.between: it counts in ns, which overflow before 1678.
        return instant.getEpochSecond() * 1_000_000L + instant.getNano() / 1_000;
    }
}
