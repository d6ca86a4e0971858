package tallyroll.ring;

import java.time.Instant;

/**
 * An event of the ring's pipelines, as its publisher knows it.
 *
 * @param at event time
 * @param revision decides between sales of one id where the last counts
 */
record Sale(String id, Instant at, String shop, String product, long cents, int revision) {
    static Sale of(String id, String at, String shop, long cents) {
        return new Sale(id, Instant.parse(at), shop, "tea", cents, 0);
    }

    Sale ofProduct(String other) {
        return new Sale(id, at, shop, other, cents, revision);
    }

    Sale revised(int later, long newCents) {
        return new Sale(id, at, shop, product, newCents, later);
    }

    /** The same sale with another event time. */
    Sale movedTo(String other) {
        return new Sale(id, Instant.parse(other), shop, product, cents, revision);
    }

    String json() {
        return "{\"id\":\"%s\",\"at\":\"%s\",\"shop\":\"%s\",\"product\":\"%s\",\"cents\":%d,\"revision\":%d}"
                .formatted(id, at, shop, product, cents, revision);
    }
}
