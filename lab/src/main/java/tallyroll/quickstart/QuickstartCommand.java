package tallyroll.quickstart;

import com.datastax.oss.driver.api.core.CqlSession;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import tallyroll.cli.Column;
import tallyroll.cli.Command;
import tallyroll.cli.Console;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Format;
import tallyroll.cli.Progress;
import tallyroll.cli.Table;
import tallyroll.control.Books;
import tallyroll.flights.Flights;
import tallyroll.pipeline.Pipeline;
import tallyroll.publish.Disorder;
import tallyroll.publish.Feed;
import tallyroll.publish.FlightJson;
import tallyroll.publish.Published;
import tallyroll.publish.Publisher;
import tallyroll.publish.Topics;
import tallyroll.run.PipelineRun;
import tallyroll.run.RunOptions;
import tallyroll.server.Lifetime;
import tallyroll.server.LocalServers;
import tallyroll.server.NodeSession;
import tallyroll.verify.Verification;
import tallyroll.verify.VerificationReport;

/** {@code quickstart}: everything once, with real flights. */
@CommandLine.Command(
        name = "quickstart",
        description = "Starts local servers, runs the flights example on real flights, and proves its totals.",
        footer = {
            "",
            "Publishes 200,000 US flights, 1 %% of them twice, 1 %% up to three days late, and a dozen broken",
            "records; runs examples/flights.yaml until everything is read and settled; recomputes every summary row from",
            "the record. Exits with 0 only if all of it is right. A second run starts afresh: it drops the",
            "example's topic and keyspace on the local servers. They stay up; stop them with ./tallyroll down.",
            "",
            "Example:",
            "  ./tallyroll quickstart",
            "  ./tallyroll quickstart --events flights-3m.parquet"
        })
public final class QuickstartCommand implements Command {
    private static final int PARTITIONS = 4;
    private static final long SEED = 2001;

    @Option(
            names = "--events",
            paramLabel = "FILE",
            description =
                    "Flights to publish instead of the packaged ones: .parquet, .ndjson or .csv, in order of date.")
    private Path events;

    @Override
    public int place() {
        return 10;
    }

    @Override
    public ExitCode run(Console console) throws Exception {
        LocalServers servers = serve(console);
        Example example = Example.open(console, servers);
        Pipeline.Kafka source = example.pipeline().kafka();
        String keyspace = example.pipeline().cassandra().keyspace();
        startAfresh(servers, source.topic(), keyspace);
        long start = System.nanoTime();
        Published published = publish(console, source);
        long publishMillis = Stages.millisSince(start);
        console.say("topic \"%s\": %,d flights, of which %,d late; %,d duplicates, %,d broken records"
                .formatted(
                        source.topic(),
                        published.events(),
                        published.late(),
                        published.duplicates(),
                        published.broken()));
        Pipeline pipeline = example.inBatches(published.records());
        Stages stages = runToTheEnd(console, pipeline, published, publishMillis);
        VerificationReport proof = verify(console, pipeline, stages);
        Proven proven = new Proven(published, stages.books(), proof);
        report(console, servers, keyspace, stages, published);
        tryNext(console, example);
        console.say(proven.line());
        return proven.objections().isEmpty() ? ExitCode.RIGHT : ExitCode.DRIFT;
    }

    private static LocalServers serve(Console console) {
        LocalServers servers = LocalServers.of(console.directory());
        if (servers.all().stream().anyMatch(server -> !server.isRunning())) {
            console.note("starting Kafka and Cassandra in .tallyroll/, about 15 seconds …");
        }
        servers.start(Lifetime.ON_ITS_OWN);
        console.say(servers.all().stream()
                .map(server -> server.name() + " " + server.version() + " at " + server.address())
                .collect(Collectors.joining(", ", "up: ", "")));
        return servers;
    }

    /** Drops what an earlier quickstart left behind. */
    private static void startAfresh(LocalServers servers, String topic, String keyspace) throws InterruptedException {
        Topics.fresh(servers.bootstrap(), topic, PARTITIONS);
        try (CqlSession session = NodeSession.open(servers)) {
            session.execute("DROP KEYSPACE IF EXISTS " + keyspace);
        }
    }

    private Published publish(Console console, Pipeline.Kafka source) {
        try (Flights flights = events == null
                        ? Flights.slice()
                        : Flights.open(console.directory().resolve(events));
                Publisher publisher = new Publisher(source.bootstrap(), source.topic())) {
            long about = flights.count() < 0 ? Flights.SLICE : flights.count();
            Feed feed = new Feed(flights, FlightJson.plain(), Disorder.usual(SEED, PARTITIONS, about));
            try (Progress progress = console.progress("publishing", "records", about + about / 100 + 12)) {
                publisher.publish(feed, progress::step);
            }
            return feed.published();
        }
    }

    private static Stages runToTheEnd(Console console, Pipeline pipeline, Published published, long publishMillis)
            throws InterruptedException {
        String checkpoint =
                console.directory().resolve(".tallyroll/checkpoints").toString();
        try (Progress progress = console.progress("running", "records", published.records())) {
            Stages stages = new Stages(console, progress);
            stages.add("publish", publishMillis);
            try (PipelineRun run = PipelineRun.open(pipeline, RunOptions.once(checkpoint), stages)) {
                run.run();
            }
            return stages;
        }
    }

    private static VerificationReport verify(Console console, Pipeline pipeline, Stages stages) {
        console.note("verifying: recomputing every row from the record …");
        try (Verification verification = Verification.open(pipeline, "")) {
            long start = System.nanoTime();
            VerificationReport proof = verification.compare(Long.MIN_VALUE, Long.MAX_VALUE);
            stages.add("verify", Stages.millisSince(start));
            return proof;
        }
    }

    private static void report(
            Console console, LocalServers servers, String keyspace, Stages stages, Published published) {
        console.say(stages.summary());
        title(console, "Throughput");
        console.print(Format.TABLE, stages.table(published.records()));
        try (CqlSession session = NodeSession.open(servers)) {
            DelayedAirports airports = new DelayedAirports(session, keyspace);
            Optional<LocalDate> day = airports.worstDay();
            if (day.isPresent()) {
                title(console, "The most delayed airports of " + day.get() + ", the worst day");
                console.print(Format.TABLE, airports.table(day.get()));
            }
        }
        title(console, "The books: read = recorded + duplicates within a batch + dead letters");
        Books books = stages.books();
        console.print(
                Format.TABLE,
                Table.of(
                                Column.number("read"),
                                Column.number("recorded"),
                                Column.number("duplicates"),
                                Column.number("dead letters"))
                        .row(books.read(), books.recorded(), books.duplicates(), books.deadLetters())
                        .build());
    }

    private static void tryNext(Console console, Example example) {
        title(console, "Try next");
        List.of(
                        "query " + example.file() + " delays_by_origin origin=ORD --from 2001-01-05 --to 2001-01-06",
                        "status " + example.file(),
                        "down --wipe")
                .forEach(command -> console.say("  ./tallyroll " + command));
        console.say("");
    }

    private static void title(Console console, String text) {
        console.say("");
        console.say(text);
    }
}
