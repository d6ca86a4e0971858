package tallyroll.pipeline;

import java.util.Map;

/** The pipeline of the contract tests of counters. */
public final class CountersPipeline {
    private static final String YAML = """
            pipeline: counting
            source:
              kafka: {bootstrap: "localhost:9092", topic: events}
            event:
              format: json
              id: id
              time: {field: time}
              fields: {id: string, place: string, number: long}
            strategy: counters
            cassandra: {contact: ["${env:CONTACT}"], keyspace: "${env:KEYSPACE}"}
            rollups:
              by_place:
                by: [place]
                every: [1h, 1d]
                measures: {events: count, numbers: sum(number)}
            """;

    private CountersPipeline() {}

    /** In memory, nothing of Cassandra matters. */
    public static Pipeline inMemory() {
        return of("localhost:9042", "counting");
    }

    public static Pipeline of(String contactPoint, String keyspace) {
        Map<String, String> variables = Map.of("CONTACT", contactPoint, "KEYSPACE", keyspace);
        return Definition.parse(YAML, "counting.yaml", Environment.of(variables));
    }
}
