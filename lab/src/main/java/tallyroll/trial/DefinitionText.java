package tallyroll.trial;

import java.nio.file.Path;
import tallyroll.pipeline.IngestionModes;
import tallyroll.pipeline.Strategy;

/**
 * The definition of a trial: the same events and the same rollup for all strategies.
 *
 * @param bootstrap Kafka's address
 * @param listen where a receiver listens
 * @param wal the directory of a write-ahead log
 * @param maxPerBatch as in a definition; 0 leaves it out
 */
record DefinitionText(
        Strategy strategy,
        String keyspace,
        String contact,
        String bootstrap,
        String listen,
        Path wal,
        long maxPerBatch) {
    static final String ROLLUP = "by_origin";
    static final String EVERY = "1h";

    private static final String TEXT = """
            pipeline: %s
            source:
              %s
            event:
              format: json
              id: id
              time: {field: date, pattern: "yyyy/MM/dd HH:mm", zone: UTC}
              fields: {id: string, origin: string, destination: string, delay: int, distance: int}
            strategy: %s
            %scassandra: {contact: "%s", keyspace: %s}
            rollups:
              %s:
                by: [origin]
                every: [%s]
                measures: {flights: count, delay: sum(delay)}
            """;

    /** @param grace after which buckets may be settled, if the strategy settles: {@code 1s} */
    String yaml(String grace) {
        return TEXT.formatted(
                keyspace, source(), strategy.label(), summaryMode(grace), contact, keyspace, ROLLUP, EVERY);
    }

    private String source() {
        String max = maxPerBatch > 0 ? ", max_per_batch: " + maxPerBatch : "";
        if (strategy.ingestionMode().equals(IngestionModes.DIRECT)) {
            return "kafka: {bootstrap: \"%s\", topic: %s%s}".formatted(bootstrap, keyspace, max);
        }
        String http = "http: {listen: \"%s\"%s}".formatted(listen, max);
        return strategy.ingestionMode().equals(IngestionModes.WAL)
                ? "%s%n  wal: {directory: \"%s\"}".formatted(http, wal)
                : http;
    }

    private String summaryMode(String grace) {
        return strategy.summaryMode().recorded() ? "record: {layout: blocks, bucket: 1h}\ngrace: " + grace + "\n" : "";
    }
}
