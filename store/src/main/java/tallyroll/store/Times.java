package tallyroll.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Between our µs since the epoch and CQL timestamps, which hold ms. Buckets are whole seconds, so nothing is lost. */
final class Times {
    private Times() {}

    static Instant instant(long micros) {
        return Instant.ofEpochMilli(Math.floorDiv(micros, 1_000L));
    }

    static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
