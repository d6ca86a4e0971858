package tallyroll.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import tallyroll.cli.Console;
import tallyroll.cli.Failure;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;
import tallyroll.server.LocalServers;

/**
 * The definition that is run, bound to the local servers.
 *
 * @param file as a user in the working directory would name it
 */
record Example(String file, Pipeline pipeline) {
    private static final String PLACE = "examples/flights.yaml";
    private static final String COPY = ".tallyroll/flights.yaml";
    /** So that even the slice takes several batches, and duplicates and late events fall into later ones. */
    private static final long LEAST_PER_BATCH = 50_000;

    private static final int BATCHES = 20;

    /** The file in the working directory, or else a copy of the packaged one. */
    static Example open(Console console, LocalServers servers) throws IOException {
        String file = PLACE;
        if (!Files.exists(console.directory().resolve(PLACE))) {
            file = COPY;
            try (InputStream packaged = Example.class.getResourceAsStream("flights.yaml")) {
                Files.write(console.directory().resolve(COPY), packaged.readAllBytes());
            }
        }
        Map<String, String> variables = new HashMap<>(console.environment());
        servers.all().forEach(server -> variables.put(server.variable(), server.address()));
        Pipeline pipeline = Definition.read(console.directory().resolve(file), Environment.of(variables));
        Example example = new Example(file, pipeline);
        example.mustBeLocal(servers);
        return example;
    }

    /** Topic and keyspace are dropped before a run; that must not happen anywhere else. */
    private void mustBeLocal(LocalServers servers) {
        String kafka = pipeline.kafka().bootstrap();
        String cassandra = String.join(",", pipeline.cassandra().contactPoints());
        if (!kafka.equals(servers.bootstrap()) || !cassandra.equals(servers.contactPoint())) {
            throw Failure.failed(
                    ("Cannot run %s: it names the servers %s and %s, and the quickstart drops its topic and keyspace"
                                    + " first, so it uses the local servers %s and %s only. Let the file say ${env:KAFKA:-localhost:9092}"
                                    + " and leave cassandra.contact out.")
                            .formatted(file, kafka, cassandra, servers.bootstrap(), servers.contactPoint()));
        }
    }

    /** With batches small enough to show several. */
    Pipeline inBatches(long records) {
        Pipeline.Kafka source = pipeline.kafka();
        long max = Math.min(source.maxEventsPerBatch(), Math.max(LEAST_PER_BATCH, records / BATCHES));
        return new Pipeline(
                pipeline.name(),
                new Pipeline.Kafka(source.bootstrap(), source.topics(), source.start(), source.options(), max),
                pipeline.event(),
                pipeline.plausibleTime(),
                pipeline.strategy(),
                pipeline.record(),
                pipeline.rollups(),
                pipeline.grace(),
                pipeline.settle(),
                pipeline.counting(),
                pipeline.cassandra(),
                pipeline.lives());
    }
}
