package tallyroll.ring;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;

/**
 * The definition most tests of the ring run: finest buckets shorter and longer than the record's, several lengths each, days and
 * months of a zone, a derived field and a condition.
 */
final class ShopPipeline {
    private static final AtomicInteger NAMES = new AtomicInteger();

    private static final String ROLLUPS = """
            rollups:
              by_shop:
                by: [shop]
                every: [15m, 1h, 1d]
                measures: {sales: count, cents: sum(cents), highest: max(cents)}
              by_product:
                by: [product]
                every: [1d, 1mo]
                zone: Europe/Berlin
                where: cents > 0
                measures: {sales: count, cents: sum(cents), dozens: sum(dozens)}
            """;

    private static final String DEFINITION = """
            pipeline: %s
            source: %s
            event:
              format: json
              %s
              time: {field: at}
              fields:
                id: string
                at: timestamp
                shop: string
                product: string
                cents: long
                revision: int
                dozens: {type: long, expr: "cents div 12"}
            strategy: %s
            cassandra: {contact: "memory:1"}
            %s
            """;

    private ShopPipeline() {}

    /** @param identity the keys {@code id} and {@code duplicates}, or nothing: then the transport position is the id */
    static Pipeline idempotentDirect(String identity) {
        return parse(
                DEFINITION.formatted(name(), kafka(), identity, "idempotent-direct", "record: {bucket: 1h}\ngrace: 10m")
                        + ROLLUPS);
    }

    /** By {@code id}, and every bucket is recounted. */
    static Pipeline recounting() {
        String keys = "record: {bucket: 1h}\ngrace: 10m\nsettle: recount";
        return parse(DEFINITION.formatted(name(), kafka(), Ring.BY_ID, "idempotent-direct", keys) + ROLLUPS);
    }

    /** With another condition for {@code by_product}. */
    static Pipeline where(String condition) {
        return parse(
                DEFINITION.formatted(name(), kafka(), "id: id", "idempotent-direct", "record: {bucket: 1h}\ngrace: 10m")
                        + ROLLUPS.replace("cents > 0", condition));
    }

    /** Of other events and other rollups, by {@code id}. */
    static Pipeline idempotentDirect(String fields, String rollups) {
        String event = "event: {format: json, id: id, time: {field: at}, fields: %s}\n".formatted(fields);
        return parse(
                "pipeline: %s\nsource: %s\nstrategy: idempotent-direct\nsettle: recount\ncassandra: {contact: \"%s\"}\n"
                                .formatted(name(), kafka(), MemoryStoreProvider.CONTACT)
                        + event
                        + rollups);
    }

    /** Under another strategy that reads a topic; rollups of its own, as not every measure is allowed in each. */
    static Pipeline direct(String strategy, String rollups) {
        return parse(DEFINITION.formatted(name(), kafka(), "id: id", strategy, rollups));
    }

    /** With a receiver, or a receiver and a write-ahead log. */
    static Pipeline received(String strategy, String source) {
        return parse(
                DEFINITION.formatted(name(), source, "id: id", strategy, "record: {bucket: 1h}\ngrace: 10m") + ROLLUPS);
    }

    private static String name() {
        return "shop_" + NAMES.incrementAndGet();
    }

    private static String kafka() {
        return "{kafka: {bootstrap: \"localhost:1\", topic: sales}}";
    }

    private static Pipeline parse(String yaml) {
        return Definition.parse(yaml, "shop.yaml", Environment.of(Map.of()));
    }
}
