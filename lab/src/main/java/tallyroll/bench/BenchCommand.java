package tallyroll.bench;

import com.datastax.oss.driver.api.core.CqlSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tallyroll.cli.Column;
import tallyroll.cli.Command;
import tallyroll.cli.Console;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Failure;
import tallyroll.cli.FormatOption;
import tallyroll.cli.Table;
import tallyroll.flights.Flights;
import tallyroll.server.FileTree;
import tallyroll.server.Lifetime;
import tallyroll.server.LocalServers;
import tallyroll.server.NodeSession;

/** {@code bench}: how close the pipeline comes to the minimum that must be done. */
@CommandLine.Command(
        name = "bench",
        description = "Compares the pipeline with one plain process that does only what must be done.",
        footer = {
            "",
            "The limit: one JVM that consumes the topic, decodes with the same decoder, packs and compresses the",
            "blocks and folds the partials, and writes nothing. The pipeline: \"run --once\" in a JVM of its own,",
            "with record and summaries; settling is measured separately. They alternate; of the rounds, the median",
            "by CPU time counts, also for start-up.",
            "Start-up is what the same process takes on an empty topic. Only a quiet machine gives steady speeds;",
            "CPU times tolerate other load. Needs Linux (/proc).",
            "",
            "--receivers: events of 170 bytes in requests of 500, each answered when it is durable; no servers needed.",
            "--settling: what the search for copies costs: buckets settled one after the other at each age, the ages in turn, all",
            "of a sparse record and of 22 years at once, and one large bucket. Needs Cassandra alone, and minutes.",
            "--parsers: the decoders of JSON, CSV and times beside libraries, alone and with all that is done with an",
            "event; one thread, no servers needed.",
            "",
            "Example:",
            "  ./tallyroll bench --events 2000000 --rounds 3"
        })
public final class BenchCommand implements Command {
    private static final String TOPIC = "bench";
    private static final String SMALL_TOPIC = "bench-small";
    private static final String EMPTY_TOPIC = "bench-empty";
    private static final int SMALLER = 10;
    private static final String ROUTES = """
              routes:
                by: [origin, destination]
                every: [1d]
                measures:
                  flights: count
                  delay: avg(delay)
                  distance: sum(distance)
            """;

    @Option(
            names = "--events",
            defaultValue = "1000000",
            description = "Events to publish (default: ${DEFAULT-VALUE}).")
    private long events;

    @Option(names = "--rounds", defaultValue = "3", description = "Rounds (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--threads",
            defaultValue = "0",
            description = "Threads of the limit (default: as many as there are processors).")
    private int threads;

    @Option(
            names = "--layout",
            defaultValue = "both",
            description =
                    "Layouts to measure: blocks, or both (rows with a tenth of the events) (default: ${DEFAULT-VALUE}).")
    private String layout = "both";

    @Option(names = "--routes", description = "Also keep a rollup by origin and destination: 4,500 more groups.")
    private boolean routes;

    @Option(
            names = "--receivers",
            description = "Measure receivers instead: HTTP with the write-ahead log, HTTP and socket without one.")
    private boolean receivers;

    @Option(
            names = "--parsers",
            description = "Measure the decoders beside Jackson, fastjson2, univocity and java.time.")
    private boolean parsers;

    @Option(
            names = "--settling",
            description =
                    "Measure the search for copies instead, over records of growing age and of many small buckets.")
    private boolean settling;

    @Option(
            names = "--days",
            split = ",",
            defaultValue = "1,10,100,365",
            description = "With --settling: ages of the record, ascending (default: ${DEFAULT-VALUE}).")
    private List<Integer> days = List.of();

    @Option(
            names = "--per-bucket",
            defaultValue = "1000",
            description = "With --settling: events in each bucket of an hour (default: ${DEFAULT-VALUE}).")
    private int perBucket;

    @Option(
            names = "--shapes",
            split = ",",
            defaultValue = "ages,sparse,years,large",
            description = "With --settling: what to measure; large has --events events in a bucket"
                    + " (default: ${DEFAULT-VALUE}).")
    private List<String> shapes = List.of();

    @Mixin
    private FormatOption format;

    @Override
    public int place() {
        return 150;
    }

    /**
     * The median rounds, and the same processes on an empty topic.
     *
     * @param runStart creating the tables included
     * @param settleStart with existing tables
     */
    private record Figures(
            Cost limit,
            Cost limitStart,
            Cost ingest,
            Cost runStart,
            Cost settle,
            Cost recount,
            Cost settleStart,
            NodeDisk blocks) {
        Cost limitAlone() {
            return limit.less(limitStart);
        }

        Cost ingestAlone() {
            return ingest.less(runStart);
        }

        Cost settleAlone() {
            return settle.less(settleStart);
        }

        Cost recountAlone() {
            return recount.less(settleStart);
        }
    }

    @Override
    public ExitCode run(Console console) throws Exception {
        if (parsers) {
            console.print(
                    format.format(), new ParserBench((int) Math.min(events, Flights.SLICE), rounds, console).tables());
            return ExitCode.RIGHT;
        }
        if (settling) {
            return settling(console);
        }
        return receivers ? receiving(console) : pipeline(console);
    }

    private ExitCode settling(Console console) {
        LocalServers servers = LocalServers.of(console.directory());
        console.note("starting servers …");
        servers.cassandra().start(Lifetime.ON_ITS_OWN);
        servers.cassandra().awaitReady();
        try (CqlSession session = NodeSession.open(servers)) {
            SettlingBench bench = new SettlingBench(console, servers, session);
            for (String shape : shapes) {
                switch (shape) {
                    case "ages" -> bench.ages(days, perBucket);
                    case "sparse" -> bench.sparse();
                    case "years" -> bench.years();
                    case "large" -> bench.large(events);
                    default ->
                        throw Failure.usage(
                                "Cannot measure the shape \"" + shape + "\": there are ages, sparse, years and large");
                }
            }
            console.print(format.format(), bench.table());
        }
        return ExitCode.RIGHT;
    }

    private ExitCode receiving(Console console) throws IOException {
        Path directory = Files.createTempDirectory("tallyroll-bench");
        try {
            console.print(format.format(), receivingFigures(console, directory));
        } finally {
            FileTree.delete(directory);
        }
        return ExitCode.RIGHT;
    }

    private Table receivingFigures(Console console, Path directory) throws IOException {
        Receiving receiving = new Receiving(directory, (int) Math.min(events, 100_000_000));
        Table.Builder table = Table.of(
                Column.text("ingestion"),
                Column.number("round"),
                Column.number("speed", "events/s"),
                Column.number("receiver", "µs CPU/event"),
                Column.number("one core", "events/s"),
                Column.number("batch", "events"));
        // round 0 warms up
        for (int round = 0; round <= rounds; round++) {
            Map<String, Receiving.Figure> figures = new LinkedHashMap<>();
            figures.put("HTTP and log, 1 connection", receiving.httpIntoLog(1));
            figures.put("HTTP and log, 4 connections", receiving.httpIntoLog(4));
            figures.put("HTTP alone, 4 connections", receiving.http(4));
            figures.put("socket alone", receiving.socket());
            console.note("round %d of %d%s".formatted(round, rounds, round == 0 ? ", to warm up" : ""));
            int number = round;
            figures.forEach((ingestion, figure) -> {
                if (number > 0) {
                    row(table, ingestion, number, figure);
                }
            });
        }
        return table.build();
    }

    private static void row(Table.Builder table, String ingestion, int round, Receiving.Figure figure) {
        table.row(
                ingestion,
                round,
                Math.round(figure.perSecond()),
                Math.round(figure.micros() * 1_000) / 1_000.0,
                Math.round(1e6 / figure.micros()),
                Math.round(figure.perBatch()));
    }

    private ExitCode pipeline(Console console) throws Exception {
        LocalServers servers = LocalServers.of(console.directory());
        console.note("starting servers …");
        servers.start(Lifetime.ON_ITS_OWN);
        try (CqlSession session = NodeSession.open(servers)) {
            BenchRunner runner = new BenchRunner(console, servers, session, routes ? ROUTES : "");
            runner.publish(TOPIC, events);
            runner.publish(EMPTY_TOPIC, 0);
            Figures figures = measure(console, runner);
            Map<String, Table> tables = new LinkedHashMap<>();
            tables.put("CPU time and speed, %,d events".formatted(events), speeds(figures));
            tables.put("The pipeline relative to the limit", ratios(figures));
            tables.put("Bytes stored per event, after flush", bytes(console, runner, figures));
            console.print(format.format(), tables);
            runner.clear();
        }
        return ExitCode.RIGHT;
    }

    private Figures measure(Console console, BenchRunner runner) throws IOException, InterruptedException {
        int workers = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
        Map<String, List<Cost>> costs = new LinkedHashMap<>();
        NodeDisk disk = null;
        for (int round = 1; round <= rounds; round++) {
            add(costs, "limitStart", runner.limit(EMPTY_TOPIC, 0, workers));
            add(costs, "limit", runner.limit(TOPIC, events, workers));
            add(costs, "runStart", runner.ingest(EMPTY_TOPIC, 0, "blocks"));
            add(costs, "settleStart", runner.settle(EMPTY_TOPIC, "blocks", BenchRunner.PROOF));
            add(costs, "ingest", runner.ingest(TOPIC, events, "blocks"));
            disk = runner.disk("blocks");
            add(costs, "settle", runner.settle(TOPIC, "blocks", BenchRunner.PROOF));
            runner.ingest(TOPIC, events, "blocks");
            add(costs, "recount", runner.settle(TOPIC, "blocks", BenchRunner.RECOUNT));
            console.note("round %d of %d: limit %s, pipeline %s, settling by proof %s, by recount %s"
                    .formatted(
                            round,
                            rounds,
                            last(costs.get("limit")),
                            last(costs.get("ingest")),
                            last(costs.get("settle")),
                            last(costs.get("recount"))));
        }
        return new Figures(
                Cost.median(costs.get("limit")),
                Cost.median(costs.get("limitStart")),
                Cost.median(costs.get("ingest")),
                Cost.median(costs.get("runStart")),
                Cost.median(costs.get("settle")),
                Cost.median(costs.get("recount")),
                Cost.median(costs.get("settleStart")),
                disk);
    }

    private static void add(Map<String, List<Cost>> costs, String what, Cost cost) {
        costs.computeIfAbsent(what, first -> new ArrayList<>()).add(cost);
    }

    private static Cost last(List<Cost> costs) {
        return costs.get(costs.size() - 1);
    }

    private Table speeds(Figures figures) {
        Table.Builder table = Table.of(
                Column.text("what"),
                Column.number("wall", "s"),
                Column.number("speed", "events/s"),
                Column.number("driver", "µs/event"),
                Column.number("broker", "µs/event"),
                Column.number("cassandra", "µs/event"),
                Column.number("all", "µs/event"));
        row(table, "limit, with start-up", figures.limit());
        row(table, "limit", figures.limitAlone());
        row(table, "pipeline, with start-up", figures.ingest());
        row(table, "pipeline", figures.ingestAlone());
        row(table, "settling everything by proof", figures.settleAlone());
        row(table, "settling everything by recount", figures.recountAlone());
        return table.build();
    }

    private void row(Table.Builder table, String what, Cost cost) {
        table.row(
                what,
                Math.round(cost.wallMillis() / 10.0) / 100.0,
                cost.eventsPerSecond(events),
                Cost.micros(cost.driverMillis(), events),
                Cost.micros(cost.brokerMillis(), events),
                Cost.micros(cost.nodeMillis(), events),
                Cost.micros(cost.cpuMillis(), events));
    }

    private static Table ratios(Figures figures) {
        Cost proven = figures.ingestAlone().plus(figures.settleAlone());
        Cost recounted = figures.ingestAlone().plus(figures.recountAlone());
        Table.Builder table = Table.of(
                Column.text("relative to the limit"),
                Column.number("by speed", "%"),
                Column.number("by CPU, driver only", "%"),
                Column.number("by CPU, all processes", "%"));
        ratio(table, "pipeline", figures.limitAlone(), figures.ingestAlone());
        ratio(table, "pipeline, with start-up", figures.limit(), figures.ingest());
        ratio(table, "pipeline and settling by proof", figures.limitAlone(), proven);
        ratio(table, "pipeline and settling by recount", figures.limitAlone(), recounted);
        return table.build();
    }

    private static void ratio(Table.Builder table, String what, Cost limit, Cost cost) {
        table.row(
                what,
                percent(limit.wallMillis(), cost.wallMillis()),
                percent(limit.driverMillis(), cost.driverMillis()),
                percent(limit.cpuMillis(), cost.cpuMillis()));
    }

    private static double percent(long part, long whole) {
        return Math.round(part * 1_000.0 / Math.max(1, whole)) / 10.0;
    }

    private Table bytes(Console console, BenchRunner runner, Figures figures) throws IOException, InterruptedException {
        Table.Builder table = Table.of(
                Column.text("layout"),
                Column.number("events"),
                Column.number("record", "bytes/event"),
                Column.number("summaries", "bytes/event"),
                Column.number("control", "bytes/event"));
        row(table, "blocks", events, figures.blocks());
        if (!layout.equals("blocks")) {
            long fewer = Math.max(1, events / SMALLER);
            runner.publish(SMALL_TOPIC, fewer);
            Cost cost = runner.ingest(SMALL_TOPIC, fewer, "rows").less(figures.runStart());
            console.note("layout rows, %,d events: %s".formatted(fewer, cost));
            row(table, "rows", fewer, runner.disk("rows"));
        }
        return table.build();
    }

    private static void row(Table.Builder table, String layout, long events, NodeDisk disk) {
        table.row(
                layout,
                events,
                tenths(disk.record(), events),
                tenths(disk.summaries(), events),
                tenths(disk.control(), events));
    }

    private static double tenths(long bytes, long events) {
        return Math.round(bytes * 10.0 / events) / 10.0;
    }
}
