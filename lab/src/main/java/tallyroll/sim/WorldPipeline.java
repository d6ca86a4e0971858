package tallyroll.sim;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tallyroll.event.Event;
import tallyroll.event.ExpressionFailure;
import tallyroll.event.Expressions;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;

/** The definition that worlds run: buckets shorter and longer than the record's, days of a zone over a clock change, a where. */
final class WorldPipeline {
    /** Some copies of an event are further apart. */
    static final int HORIZON_HOURS = 2;

    private static final String YAML = """
            pipeline: world
            source:
              kafka: {bootstrap: "localhost:9092", topic: events}
            event:
              format: json
              ${ID}
              time: {field: at}
              ${DUPLICATES}
              fields:
                id: string
                at: timestamp
                place: string
                kind: string
                amount: long
                price: ${PRICE}
                quantity: int
                revision: int
            strategy: idempotent-direct
            record: {bucket: 1h${KEEP}}
            grace: 10m
            ${SETTLE}
            rollups:
              by_place:
                by: [place]
                every: [15m, 1h, 1d]
                measures:
                  events: count
                  amount: sum(amount)
                  price: sum(price)
                  least: min(amount)
                  most: max(amount)
              by_kind:
                by: [kind]
                every: [1d, 1mo]
                zone: Europe/Berlin
                where: amount > 0
                measures:
                  events: count
                  quantity: sum(quantity)
            """;

    private static final Map<String, Pipeline> PARSED = new ConcurrentHashMap<>();

    private WorldPipeline() {}

    /**
     * @param last whether of one identity the highest revision counts, not the first
     * @param forgets whether the record is not kept for ever
     * @param settle how buckets are settled
     */
    static Pipeline of(boolean last, boolean forgets, String settle, Set<Off> off) {
        String yaml = YAML.replace("${ID}", off.contains(Off.IDENTITY) ? "" : "id: id")
                .replace("${SETTLE}", settle)
                .replace("${KEEP}", forgets ? ", keep: {events: 3h, identities: 5h}" : "")
                .replace("${DUPLICATES}", last ? duplicates("last: revision", off) : duplicates("keep: first", off))
                .replace("${PRICE}", off.contains(Off.EXACT_MONEY) ? "double" : "\"decimal(18,2)\"");
        return PARSED.computeIfAbsent(yaml, text -> Definition.parse(text, "world.yaml", Environment.of(Map.of())));
    }

    /** With the horizon off, each bucket is looked at for itself. */
    private static String duplicates(String policy, Set<Off> off) {
        return "duplicates: {" + policy + ", within: " + (off.contains(Off.HORIZON) ? 0 : HORIZON_HOURS) + "h}";
    }

    /**
     * The definition's expressions: {@code amount > 0}, which has no value for {@link Topic#POISON}.
     *
     * @param off the rule that such an event is known as one
     */
    static Expressions expressions(Pipeline pipeline, boolean off) {
        int amount = pipeline.event().schema().slot("amount");
        return () -> new Expressions.Bound() {
            @Override
            public void derive(Event event) {
                // nothing is derived
            }

            @Override
            public void select(Event event) {
                if (event.longAt(amount) == Topic.POISON) {
                    String message = "amount > 0 has no value";
                    throw off ? new IllegalStateException(message) : new ExpressionFailure(message, null);
                }
                for (int rollup = 1;
                        event.longAt(amount) <= 0 && rollup < pipeline.rollups().size();
                        rollup++) {
                    event.leaveOut(rollup);
                }
            }
        };
    }
}
