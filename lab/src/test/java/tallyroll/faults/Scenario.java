package tallyroll.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tallyroll.batch.CommittedBatch;
import tallyroll.cli.Console;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Main;
import tallyroll.control.Books;
import tallyroll.control.ControlStore.BatchEntry;
import tallyroll.control.PipelineState;
import tallyroll.control.SettleClaim;
import tallyroll.faultinjection.ChildProcess;
import tallyroll.faultinjection.FaultLog;
import tallyroll.faultinjection.FaultSpec;
import tallyroll.oracle.CqlTables;
import tallyroll.oracle.DefinitionFile;
import tallyroll.oracle.Oracle;
import tallyroll.oracle.Verdict;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;
import tallyroll.run.Backfill;
import tallyroll.run.PipelineRun;
import tallyroll.run.RunEvents;
import tallyroll.run.RunOptions;
import tallyroll.server.TestServers;
import tallyroll.session.Sessions;
import tallyroll.store.Stores;
import tallyroll.summary.RollupTable;
import tallyroll.verify.Verification;
import tallyroll.verify.VerificationReport;

/** A pipeline over a topic, in a keyspace of its own, run here or in child processes, and judged. */
final class Scenario {
    /** Two tasks at a time, each tried up to four times. */
    static final String MASTER = "local[2,4]";

    static {
        // what runs in this process finds it there, instead of starting Spark each time
        Sessions.open("faults", MASTER);
    }

    private static final String DEFINITION = """
            pipeline: %1$s
            source:
              kafka: {bootstrap: "%2$s", topic: %3$s, max_per_batch: 2100}
            event:
              format: json
              id: id
              time: {field: date, pattern: "yyyy/MM/dd HH:mm", zone: UTC}
              fields: {id: string, origin: string, destination: string, delay: int, distance: int}
              max_bytes: 64KB
            record: {layout: %4$s, bucket: 1h}
            grace: 1h
            cassandra: {contact: "%5$s", keyspace: %1$s}
            rollups:
              by_origin:
                by: [origin]
                every: [1h, 1d]
                measures:
                  flights: count
                  delay: sum(delay)
                  worst: max(delay)
                  destinations: distinct(destination)
                  delay_dist: quantiles(delay)
              routes:
                by: [origin, destination]
                every: [1d]
                measures:
                  flights: count
                  delay: avg(delay)
                  spread: stddev(delay)
                  earliest: first(distance)
              eastern:
                by: [origin]
                every: [1d, 1mo]
                zone: America/New_York
                measures:
                  flights: count
                  distance: sum(distance)
                  busiest: top_k(destination, 3)
            """;

    private final Path directory;
    private final RecordedTopic topic;
    private final String yaml;
    private final Pipeline pipeline;
    private final CqlSession session;

    /** Where Cassandra is, and a session with it. */
    record Node(String contact, CqlSession session) {
        static Node shared() {
            return new Node(
                    TestServers.shared().contactPoint(), TestServers.shared().session());
        }
    }

    private Scenario(Path directory, RecordedTopic topic, String layout, Node node) {
        this.directory = directory;
        this.topic = topic;
        this.session = node.session();
        String name = "faults_" + Long.toString(System.nanoTime(), 36);
        yaml = DEFINITION.formatted(name, TestServers.shared().bootstrap(), topic.topic(), layout, node.contact());
        pipeline = written();
    }

    private Scenario(Scenario before, String yaml) {
        directory = before.directory;
        topic = before.topic;
        session = before.session;
        this.yaml = yaml;
        pipeline = written();
    }

    /** The same pipeline, tables and topic, under a definition with something else in one place. */
    Scenario changed(String from, String to) {
        assertThat(yaml).contains(from);
        return new Scenario(this, yaml.replace(from, to));
    }

    /** The same without its last rollup. */
    Scenario withoutRollup(String last) {
        return new Scenario(this, yaml.substring(0, yaml.indexOf("  " + last + ":")));
    }

    private Pipeline written() {
        Pipeline pipeline = Definition.parse(yaml, "scenario.yaml", Environment.of(Map.of()));
        try {
            Files.createDirectories(directory);
            Files.writeString(file(), yaml);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
        return pipeline;
    }

    static Scenario of(Path directory, RecordedTopic topic) {
        return new Scenario(directory, topic, "blocks", Node.shared());
    }

    static Scenario withRows(Path directory, RecordedTopic topic) {
        return new Scenario(directory, topic, "rows", Node.shared());
    }

    /** @param keep the lives of its record, as a definition has them */
    static Scenario keeping(Path directory, RecordedTopic topic, String layout, String keep) {
        return new Scenario(directory, topic, layout + ", keep: " + keep, Node.shared());
    }

    static Scenario on(Node node, Path directory, RecordedTopic topic) {
        return new Scenario(directory, topic, "blocks", node);
    }

    /** What a run in this process reported. */
    record Ran(List<CommittedBatch> batches, List<String> logLines) {
        List<CommittedBatch> settling() {
            return batches.stream().filter(CommittedBatch::settling).toList();
        }

        List<CommittedBatch> ingesting() {
            return batches.stream()
                    .filter(batch -> !batch.settling() && !batch.forgetting())
                    .toList();
        }
    }

    Pipeline pipeline() {
        return pipeline;
    }

    CqlSession session() {
        return session;
    }

    String keyspace() {
        return pipeline.cassandra().keyspace();
    }

    Path file() {
        return directory.resolve("scenario.yaml");
    }

    Path checkpoints() {
        return directory.resolve("checkpoints");
    }

    FaultLog faultLog() {
        return FaultLog.in(directory);
    }

    /** Runs once over everything, in this process. */
    Ran run() {
        return run(new ArrayList<>());
    }

    /** @param logLines receives the lines it reports while it runs */
    Ran run(List<String> logLines) {
        List<CommittedBatch> batches = new ArrayList<>();
        RunEvents events = new RunEvents() {
            @Override
            public void committed(CommittedBatch done, Instant at) {
                batches.add(done);
            }

            @Override
            public void log(String line) {
                logLines.add(line);
            }
        };
        RunOptions options = new RunOptions(
                MASTER,
                RunOptions.Extent.ONCE,
                Duration.ofSeconds(15),
                Duration.ofSeconds(1),
                RunOptions.Receivers.HERE,
                RunOptions.Extent.ONCE.patience(),
                RunOptions.Role.DRIVER,
                Backfill.DEFAULT,
                checkpoints().toString());
        try (PipelineRun run = PipelineRun.open(pipeline, options, events)) {
            run.run();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running", stop);
        }
        return new Ran(batches, logLines);
    }

    /** Runs once over everything, in this process, with a fault. */
    Ran runWith(FaultSpec fault) {
        List<Ran> ran = new ArrayList<>();
        FaultSpec.during(faultLog(), fault, () -> ran.add(run()));
        return ran.get(0);
    }

    /** Starts {@code tallyroll run FILE} in a process of its own. */
    ChildProcess start(List<String> jvm, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "run",
                file().toString(),
                "--master",
                MASTER,
                "--checkpoint",
                checkpoints().toString()));
        arguments.addAll(List.of(more));
        return ChildProcess.start(directory, jvm, arguments);
    }

    /** Starts a run that stops at a fault, waits until it is there, and kills it. */
    void killAt(FaultSpec fault) {
        try (ChildProcess child = startUntil(fault)) {
            child.kill();
        }
    }

    /** Starts a run with a fault, and waits until it has happened. */
    ChildProcess startUntil(FaultSpec fault, String... more) {
        int before = faultLog().lines().size();
        List<String> jvm = new ArrayList<>(List.of("-Xmx1g"));
        jvm.addAll(FaultSpec.jvmOptions(faultLog(), List.of(fault)));
        List<String> options = new ArrayList<>(List.of(more));
        options.add("--once");
        ChildProcess child = start(jvm, options.toArray(String[]::new));
        try {
            Waiting.until(() -> faultLog().lines().size() > before || !child.isAlive(), child::printed);
            assertThat(faultLog().lines().size())
                    .as("the child said: %s", child.printed())
                    .isGreaterThan(before);
            return child;
        } catch (AssertionError missed) {
            child.close();
            throw missed;
        }
    }

    /** A command in this process: its exit code and what it printed. */
    record Answer(ExitCode code, String out, String err) {}

    Answer tallyroll(String verb, String... options) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Console console = new Console(new PrintWriter(out), new PrintWriter(err), false, directory, Map.of());
        List<String> arguments = new ArrayList<>(List.of(verb, file().toString()));
        arguments.addAll(List.of(options));
        ExitCode code = Main.run(console, arguments.toArray(String[]::new));
        return new Answer(code, out.toString(), err.toString());
    }

    PipelineState state() {
        return Stores.shared(pipeline).control().read(pipeline.name()).orElseThrow();
    }

    /** Rows that settling had to correct, in the whole of the pipeline's history. */
    long corrected() {
        return Stores.shared(pipeline).control().history(pipeline.name(), 1_000).stream()
                .filter(entry -> entry.claim() instanceof SettleClaim)
                .mapToLong(BatchEntry::rows)
                .sum();
    }

    /** The oracle's judgement on what is stored, from the topic alone. */
    Verdict judged() {
        return Oracle.judge(DefinitionFile.read(yaml), topic.records(), new CqlTables(session, keyspace()));
    }

    /** The pipeline's own verification. */
    VerificationReport proven() {
        try (Verification verification = Verification.open(pipeline, MASTER)) {
            return verification.compare(Long.MIN_VALUE, Long.MAX_VALUE);
        }
    }

    /** Everything is read, settled and right: by the oracle, by the books and by the pipeline's own verification. */
    Verdict mustBeRight() {
        Verdict verdict = judged();
        assertThat(verdict.differences()).as("what the oracle finds").isEmpty();
        Books books = state().books();
        assertThat(books.balanced()).as("%s balance", books).isTrue();
        assertThat(books.read()).as("records read").isEqualTo(verdict.records());
        assertThat(books.deadLetters()).as("dead letters").isEqualTo(verdict.broken());
        VerificationReport proof = proven();
        assertThat(proof.drifts()).as("drift").isEmpty();
        assertThat(proof.unsettled()).as("buckets not settled").isZero();
        assertThat(proof.distinct()).as("distinct events in the record").isEqualTo(verdict.events());
        assertThat(proof.duplicates() + books.duplicates()).as("duplicates").isEqualTo(verdict.duplicates());
        return verdict;
    }

    /** The summary tables' names. */
    List<String> tables() {
        return pipeline.rollups().stream()
                .flatMap(rollup -> rollup.every().stream().map(every -> new RollupTable(rollup, every).name()))
                .toList();
    }

    /** Every summary column of every row but the number of the batch that wrote it last, by table and key. */
    Map<String, Map<String, Object>> rows() {
        Map<String, Map<String, Object>> rows = new TreeMap<>();
        CqlTables cql = new CqlTables(session, keyspace());
        for (String table : tables()) {
            cql.rows(table, row -> {
                row.remove("batch");
                String group = row.get("origin") + " " + row.getOrDefault("destination", "");
                rows.put(table + " " + group + " " + row.get("period") + " " + row.get("bucket"), row);
            });
        }
        return rows;
    }
}
