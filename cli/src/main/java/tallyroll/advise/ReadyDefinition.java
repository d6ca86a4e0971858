package tallyroll.advise;

import java.util.Map;
import java.util.stream.Collectors;
import tallyroll.advise.Answers.Density;
import tallyroll.advise.Answers.Kafka;
import tallyroll.advise.Answers.Measures;
import tallyroll.pipeline.IngestionModes;
import tallyroll.pipeline.Strategy;
import tallyroll.pipeline.SummaryModes;

/** A definition to begin with, about flights, whose comments say what to put in their place. Right as it stands. */
final class ReadyDefinition {
    private static final int COLUMN = 48;

    private final Answers answers;
    private final Strategy strategy;

    private ReadyDefinition(Answers answers, Strategy strategy) {
        this.answers = answers;
        this.strategy = strategy;
    }

    static String of(Answers answers, Strategy strategy) {
        ReadyDefinition definition = new ReadyDefinition(answers, strategy);
        String text =
                definition.head() + definition.source() + definition.event() + definition.kept() + definition.rollups();
        return text.lines().map(ReadyDefinition::aligned).collect(Collectors.joining("\n", "", "\n"));
    }

    /** What is to be edited stands in one column, where there is room. */
    private static String aligned(String line) {
        int mark = line.indexOf(" # <-");
        return mark < 0
                ? line
                : ("%-" + COLUMN + "s  %s")
                        .formatted(line.substring(0, mark).stripTrailing(), line.substring(mark + 1));
    }

    private String head() {
        return """
                # %s, as advised for:
                #   ./tallyroll advise %s
                # Edit what is marked with "<-", then run ./tallyroll check on this file. All keys: docs/reference/definition.md
                pipeline: my_flights # <- names the keyspace too
                """.formatted(strategy.label(), answers.flags());
    }

    private String source() {
        if (answers.kafka() == Kafka.YES) {
            return """
                    source:
                      kafka:
                        bootstrap: "${env:KAFKA:-localhost:9092}" # <- the brokers
                        topic: flights # <- the topic
                    """;
        }
        String log = strategy.ingestionMode().equals(IngestionModes.WAL) ? """
                  wal:
                    directory: .tallyroll/wal/my_flights # <- shared storage, if this machine may be lost: "hdfs://…", "s3a://…"
                """ : "";
        return """
                source:
                  http: {listen: "localhost:8080"} # <- or one of these in its place:
                  # socket: {connect: "HOST:PORT"}
                  # jms: {factory: CLASS, url: URL, queue: NAME}
                  # mqtt: {server: "HOST:PORT", topic: FILTER}
                """ + log;
    }

    private String event() {
        // Without a record an identity has nothing to be compared with.
        String id = strategy.summaryMode().recorded() ? "  id: id # <- what tells one event from another\n" : "";
        return """
                event:
                  format: json
                %s  time: {field: date, pattern: "yyyy/MM/dd HH:mm", zone: UTC} # <- when it happened
                  fields: {id: string, origin: string, destination: string, delay: int} # <- what is read of it
                strategy: %s
                """.formatted(id, strategy.label());
    }

    private String kept() {
        return Map.of(SummaryModes.COUNTERS, """
                    counters:
                      delivery: at-least-once # <- at-most-once errs on the low side
                      coalesce: 1s # <- longer: fewer increments, later answers
                    """, SummaryModes.PARTIALS, "", SummaryModes.TOTALS, """
                    record: {keep: forever}
                    grace: 1h # <- how late events come as a rule
                    """)
                .get(strategy.summaryMode());
    }

    private String rollups() {
        String every = answers.density() == Density.FIRST ? "[1d]" : "[1h, 1d]";
        String more = answers.measures() == Measures.ANY ? """
                      worst: max(delay)
                      destinations: distinct(destination)
                      delay_dist: quantiles(delay)
                """ : "";
        String counts = strategy.summaryMode().equals(SummaryModes.COUNTERS)
                ? " # <- count, and sum of an int or long"
                : " # <- any measure";
        return """
                rollups:
                  delays_by_origin: # <- one or more of these
                    by: [origin] # <- the key that totals are asked for by
                    every: %s # <- bucket lengths; longer ones make fewer rows
                    measures:%s
                      flights: count
                      delay: sum(delay)
                """.formatted(every, counts) + more;
    }
}
