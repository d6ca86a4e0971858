package tallyroll.sim;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What the generator made, before it was written as bytes: the oracle's own knowledge of an event.
 *
 * @param identity what makes it the same event as another: topic, id and, where the id is that of its record, its index
 * @param id as it stands in the event or in its record
 * @param gone whether it takes its identity out; then it may lack what is not needed for that
 * @param voids whether it does so for good, and is no event of a source
 */
record Fact(
        String identity,
        String id,
        long at,
        String place,
        String kind,
        long amount,
        BigDecimal price,
        int quantity,
        int revision,
        boolean gone,
        boolean voids) {
    /** The same with another event time, µs. */
    Fact seenAt(long micros) {
        return new Fact(identity, id, micros, place, kind, amount, price, quantity, revision, gone, voids);
    }

    /** The same under another id. */
    Fact named(String otherIdentity, String otherId) {
        return new Fact(otherIdentity, otherId, at, place, kind, amount, price, quantity, revision, gone, voids);
    }

    /** That it is gone. */
    Fact deletion() {
        return new Fact(identity, id, at, place, kind, amount, price, quantity, revision, true, voids);
    }

    /** That it never was, said in the bucket of a time, µs. */
    Fact voided(long micros) {
        return new Fact(identity, id, micros, place, kind, amount, price, quantity, revision, true, true);
    }

    byte[] json() {
        String text = gone && quantity % 2 == 0
                ? """
                {"id":"%s","at":"%s","revision":%d,"gone":true}""".formatted(id, time(), revision)
                : """
                {"id":"%s","at":"%s","place":"%s","kind":"%s","amount":%d,"price":%s,"quantity":%d,"revision":%d%s}""".formatted(
                        id, time(), place, kind, amount, price, quantity, revision, gone ? ",\"gone\":true" : "");
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Instant time() {
        return Instant.EPOCH.plus(at, ChronoUnit.MICROS);
    }
}
