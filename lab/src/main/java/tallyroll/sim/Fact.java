package tallyroll.sim;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What the generator made, before it was written as bytes: the oracle's own knowledge of an event. */
record Fact(String id, long at, String place, String kind, long amount, BigDecimal price, int quantity, int revision) {
    /** The same with another event time, µs. */
    Fact seenAt(long micros) {
        return new Fact(id, micros, place, kind, amount, price, quantity, revision);
    }

    byte[] json() {
        return """
                {"id":"%s","at":"%s","place":"%s","kind":"%s","amount":%d,"price":%s,"quantity":%d,"revision":%d}""".formatted(
                        id, Instant.EPOCH.plus(at, ChronoUnit.MICROS), place, kind, amount, price, quantity, revision)
                .getBytes(StandardCharsets.UTF_8);
    }
}
