package tallyroll.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import tallyroll.cli.Console;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Main;
import tallyroll.client.ClientEvents;
import tallyroll.client.ClientRun;
import tallyroll.client.Totals;
import tallyroll.faultinjection.ChildProcess;
import tallyroll.oracle.CqlTables;
import tallyroll.oracle.DefinitionFile;
import tallyroll.oracle.Oracle;
import tallyroll.oracle.TopicRecord;
import tallyroll.oracle.Verdict;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;
import tallyroll.record.DeadLetter;
import tallyroll.record.Gap;
import tallyroll.retry.Patience;
import tallyroll.server.TestServers;
import tallyroll.store.Stores;

/** Counters over a topic, in a keyspace of their own, counted here or in child processes, and judged. */
final class CounterScenario {
    private static final String DEFINITION = """
            pipeline: %1$s
            source:
              kafka: {bootstrap: "%2$s", topic: %3$s%7$s}
            event:
              format: json
              id: id
              time: {field: date, pattern: "yyyy/MM/dd HH:mm", zone: UTC}
              fields: {id: string, origin: string, destination: string, delay: int, distance: int}
              max_bytes: 64KB
            strategy: counters
            counters: {delivery: %4$s, coalesce: %5$s}
            cassandra: {contact: "%6$s", keyspace: %1$s}
            rollups:
              by_origin:
                by: [origin]
                every: [1h, 1d]
                measures: {flights: count, delay: sum(delay), measured: count(delay)}
            """;

    /** Small polls, so that a client can be caught during its work, and a short session time-out for one that died. */
    private static final String CAREFUL = ", options: {max.poll.records: \"300\", session.timeout.ms: \"6000\"}";

    private static final String ROUTES = """
              routes:
                by: [origin, destination]
                every: [1d]
                measures: {flights: count, distance: sum(distance)}
            """;

    private final Path directory;
    private final String yaml;
    private final Pipeline pipeline;
    private final List<String> logLines = new CopyOnWriteArrayList<>();

    private CounterScenario(Path directory, String yaml) {
        this.directory = directory;
        this.yaml = yaml;
        pipeline = Definition.parse(yaml, "counted.yaml", Environment.of(Map.of()));
        try {
            Files.writeString(file(), yaml);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    static CounterScenario of(Path directory, RecordedTopic topic, String delivery, String coalesce) {
        return of(directory, TestServers.shared().bootstrap(), topic.topic(), delivery, coalesce);
    }

    static CounterScenario of(Path directory, String bootstrap, String topic, String delivery, String coalesce) {
        String yaml = DEFINITION.formatted(
                freshName(),
                bootstrap,
                topic,
                delivery,
                coalesce,
                TestServers.shared().contactPoint(),
                CAREFUL);
        return new CounterScenario(directory, yaml + ROUTES);
    }

    /** One rollup by hour and day, with default options. */
    static CounterScenario forTiming(Path directory, String topic) {
        TestServers servers = TestServers.shared();
        return new CounterScenario(
                directory,
                DEFINITION.formatted(
                        freshName(), servers.bootstrap(), topic, "at-least-once", "1s", servers.contactPoint(), ""));
    }

    private static String freshName() {
        return "counted_" + Long.toString(System.nanoTime(), 36);
    }

    Path file() {
        return directory.resolve("counted.yaml");
    }

    /** What clients in this process reported. */
    List<String> logLines() {
        return logLines;
    }

    ClientRun open() {
        ClientEvents events = new ClientEvents() {
            @Override
            public void counted(Totals totals) {
                // read at the end
            }

            @Override
            public void notice(String line) {
                logLines.add(line);
            }
        };
        try {
            return ClientRun.open(pipeline, Patience.FOR_EVER, events);
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    /** Counts everything once, in this process. */
    Totals runOnce() throws InterruptedException {
        try (ClientRun run = open()) {
            run.runOnce();
            return run.totals();
        }
    }

    /** Starts {@code tallyroll run FILE} in a process of its own. */
    ChildProcess start(String... more) {
        List<String> arguments = new ArrayList<>(List.of("run", file().toString()));
        arguments.addAll(List.of(more));
        return ChildProcess.start(directory, List.of("-Xmx256m"), arguments);
    }

    /** A command in this process: its exit code, and everything that it printed. */
    record Answer(ExitCode code, String text) {}

    Answer tallyroll(String verb, String... options) {
        StringWriter text = new StringWriter();
        PrintWriter both = new PrintWriter(text);
        List<String> arguments = new ArrayList<>(List.of(verb, file().toString()));
        arguments.addAll(List.of(options));
        ExitCode code = Main.run(new Console(both, both, false, directory, Map.of()), arguments.toArray(String[]::new));
        return new Answer(code, text.toString());
    }

    long lag() {
        return ClientRun.lag(pipeline);
    }

    List<Gap> gaps() {
        return Stores.shared(pipeline).record().gaps().newest(1_000);
    }

    List<DeadLetter> deadLetters() {
        return Stores.shared(pipeline).record().deadLetters(1_000);
    }

    Verdict judged(List<TopicRecord> records) {
        return Oracle.judge(DefinitionFile.read(yaml), records, stored());
    }

    void mustBeRight(List<TopicRecord> records) {
        assertThat(judged(records).differences()).as("what the oracle finds").isEmpty();
    }

    /** The flights counted in each hour of each origin. */
    Map<String, Long> counted() {
        Map<String, Long> counted = new HashMap<>();
        stored().rows(
                        "by_origin_1h",
                        row -> counted.put(row.get("origin") + " " + row.get("bucket"), (Long) row.get("flights")));
        return counted;
    }

    long sum() {
        return counted().values().stream().mapToLong(Long::longValue).sum();
    }

    private CqlTables stored() {
        return new CqlTables(
                TestServers.shared().session(), pipeline.cassandra().keyspace());
    }
}
