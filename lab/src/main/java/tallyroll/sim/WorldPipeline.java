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
import tallyroll.sim.Kind.Packing;

/** The definition that worlds run: buckets shorter and longer than the record's, days of a zone over a clock change, a where. */
final class WorldPipeline {
    /** Some copies of an event are further apart. */
    static final int HORIZON_HOURS = 2;

    private static final String YAML = """
            pipeline: world
            source:
              kafka: {bootstrap: "localhost:9092", topics: [${TOPICS}]}
            event:
              format: json
              ${EXPLODE}
              ${ID}
              time: {field: at}
              ${DUPLICATES}
              ${DELETE}
              fields:
                id: {type: string, path: "${IDS}id"}
                at: {type: timestamp, path: "${IN}at"}
                place: {type: string, path: "${IN}place"}
                kind: {type: string, path: "${IN}kind"}
                amount: {type: long, path: "${IN}amount"}
                price: {type: ${PRICE}, path: "${IN}price"}
                quantity: {type: int, path: "${IN}quantity"}
                revision: {type: int, path: "${IN}revision"}
                gone: {type: boolean, path: "${IN}gone", missing: {default: "false"}}
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
     * @param forgets whether the record is not kept for ever
     * @param settle how buckets are settled
     */
    static Pipeline of(Kind kind, boolean forgets, String settle, Set<Off> off) {
        boolean explodes = kind.packed() && !off.contains(Off.ELEMENTS);
        String yaml = YAML.replace("${ID}", off.contains(Off.IDENTITY) ? "" : "id: id")
                .replace("${TOPICS}", String.join(", ", Topics.NAMES.subList(0, kind.topics())))
                .replace("${EXPLODE}", explodes ? "explode: items" : "")
                .replace("${IDS}", kind.packing() == Packing.OWN_ID ? "items." : "")
                .replace("${IN}", kind.packed() ? "items." : "")
                .replace("${DELETE}", kind.deletes() && !off.contains(Off.DELETIONS) ? "delete: gone" : "")
                .replace("${SETTLE}", settle)
                .replace("${KEEP}", forgets ? ", keep: {events: 3h, identities: 5h}" : "")
                .replace("${DUPLICATES}", duplicates(kind.last() ? "last: revision" : "keep: first", off))
                .replace("${PRICE}", off.contains(Off.EXACT_MONEY) ? "double" : "\"decimal(18,2)\"");
        return PARSED.computeIfAbsent(yaml, text -> Definition.parse(text, "world.yaml", Environment.of(Map.of())));
    }

    /** With the horizon off, each bucket is looked at for itself. */
    private static String duplicates(String policy, Set<Off> off) {
        return "duplicates: {" + policy + ", within: " + (off.contains(Off.HORIZON) ? 0 : HORIZON_HOURS) + "h}";
    }

    /**
     * The definition's expressions: {@code amount > 0}, which has no value for {@link Sender#POISON}.
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
                if (event.longAt(amount) == Sender.POISON) {
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
