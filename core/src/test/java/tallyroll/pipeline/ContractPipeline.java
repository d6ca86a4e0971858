package tallyroll.pipeline;

import java.util.Map;

/** The pipeline of the ports' contract tests: a group column of every type, a measure of every function. */
public final class ContractPipeline {
    private static final String YAML = """
            pipeline: contract
            source:
              kafka: {bootstrap: "localhost:9092", topic: events}
            event:
              format: json
              id: id
              time: {field: time}
              fields: {id: string, place: string, mixed: string, fresh: boolean, number: long, weight: double, price: "decimal(20,2)", at: timestamp}
            strategy: idempotent-direct
            record: {layout: "${env:LAYOUT}", bucket: 1h}
            cassandra: {contact: ["${env:CONTACT}"], keyspace: "${env:KEYSPACE}"}
            rollups:
              by_place:
                by: [place]
                every: [1h, 1d]
                measures:
                  events: count
                  numbers: sum(number)
                  least: min(weight)
                  most: max(price)
                  mean: avg(number)
                  spread: stddev(weight)
                  earliest: first(place)
                  latest: last(at)
                  places: distinct(mixed)
                  dist: quantiles(number)
                  often: top_k(place, 3)
                  steps: histogram(number, 1, 10, 100)
              by_all:
                by: [mixed, fresh, number, price, at]
                every: [1h]
                measures:
                  events: count
              in_total:
                by: []
                every: [1h]
                measures:
                  events: count
            """;

    private ContractPipeline() {}

    /** In memory, nothing of Cassandra matters. */
    public static Pipeline inMemory() {
        return of("blocks", "localhost:9042", "contract");
    }

    /** The layout as a definition names it. */
    public static Pipeline of(String layout, String contactPoint, String keyspace) {
        return of(layout, contactPoint, keyspace, "datacenter: datacenter1");
    }

    /** With more keys for {@code cassandra}. */
    public static Pipeline of(String layout, String contactPoint, String keyspace, String cassandra) {
        Map<String, String> variables = Map.of("LAYOUT", layout, "CONTACT", contactPoint, "KEYSPACE", keyspace);
        return Definition.parse(
                YAML.replace("cassandra: {", "cassandra: {" + cassandra + ", "),
                "contract.yaml",
                Environment.of(variables));
    }
}
