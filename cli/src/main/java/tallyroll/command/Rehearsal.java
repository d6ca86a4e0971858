package tallyroll.command;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import scala.Tuple2;
import tallyroll.cli.Console;
import tallyroll.cli.Main;
import tallyroll.session.Sessions;

/**
 * Commands as far as they come without a server, so that a JVM that archives the classes it has loaded archives theirs. Not a
 * command itself: {@code ./tallyroll} runs it once after a build, with {@code -XX:ArchiveClassesAtExit}.
 *
 * <p>What it leaves out costs the next start some milliseconds, nothing else.
 */
public final class Rehearsal {
    /** Where nobody listens. */
    private static final String DEFINITION = """
            pipeline: rehearsal
            source:
              kafka:
                bootstrap: "127.0.0.1:1"
                topic: rehearsal
                options: {default.api.timeout.ms: "500", request.timeout.ms: "400"}
            event:
              format: json
              id: id
              time: at
              fields: {id: string, at: timestamp, k: string, v: int}
            grace: 1h
            cassandra: {contact: "127.0.0.1:1"}
            rollups:
              plain: {by: [k], every: [1h, 1d], measures: {n: count, s: sum(v), d: distinct(k), q: quantiles(v)}}
            """;

    private static final String CONDITION = """
              some: {by: [k], every: [1d], where: "v > 1 AND k LIKE 'a%'", measures: {n: count, s: sum(v * 2)}}
            """;
    private static final long LIMIT_SECONDS = 30;

    private final Path directory;
    private final Console console;

    private Rehearsal(Path directory) {
        this.directory = directory;
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        console = new Console(nowhere, nowhere, false, directory, Map.of());
    }

    /** @param args a directory to write into, and {@code spark} to rehearse what runs Spark too */
    public static void main(String[] args) throws Exception {
        System.setProperty("tallyroll.log", "off");
        System.setProperty("tallyroll.quiet", "off");
        Rehearsal rehearsal = new Rehearsal(Files.createDirectories(Path.of(args[0])));
        rehearsal.commands();
        if (args.length > 1 && args[1].equals("spark")) {
            rehearsal.run();
            rehearsal.spark();
        }
    }

    /** These look at a definition, or ask the store and are told that no node answers. */
    private void commands() throws Exception {
        String file = definition(DEFINITION);
        say("check", file);
        say("check", file, "--connect");
        say("query", file, "plain", "k=a", "--from", "2026-01-01", "--every", "1d");
        say("status", file);
    }

    private void run() throws Exception {
        String file = definition(DEFINITION + CONDITION);
        say("check", file);
        say("run", file, "--once", "--patience", "0s");
    }

    /** A job of two stages, and a stream that gives a batch to the driver. */
    private void spark() throws Exception {
        try (Sessions.Session session = Sessions.open("rehearsal", "local[2]")) {
            JavaSparkContext context = session.context();
            context.parallelize(List.of("a", "b", "a"), 2)
                    .mapToPair(word -> new Tuple2<>(word, 1))
                    .reduceByKey(Integer::sum)
                    .collect();
            stream(session.spark());
        }
    }

    private void stream(SparkSession spark) throws Exception {
        CountDownLatch given = new CountDownLatch(1);
        StreamingQuery query = spark.readStream()
                .format("rate-micro-batch")
                .option("rowsPerBatch", 1)
                .load()
                .writeStream()
                .option("checkpointLocation", directory.resolve("checkpoint").toString())
                .foreachBatch((Dataset<Row> rows, Long batch) -> {
                    rows.collectAsList();
                    given.countDown();
                })
                .start();
        if (!given.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("Spark's stream gave no batch within " + LIMIT_SECONDS + " s");
        }
        query.stop();
    }

    private String definition(String text) throws Exception {
        return Files.writeString(directory.resolve("rehearsal.yaml"), text).toString();
    }

    private void say(String... arguments) {
        Main.run(console, arguments);
    }
}
