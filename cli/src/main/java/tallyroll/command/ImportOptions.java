package tallyroll.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import tallyroll.cli.Console;
import tallyroll.cli.Failure;
import tallyroll.control.Request;
import tallyroll.importing.Files;
import tallyroll.importing.Import;
import tallyroll.importing.Origins;
import tallyroll.importing.TableAddress;
import tallyroll.importing.TableOrigin;
import tallyroll.pipeline.Pipeline;
import tallyroll.run.TopicImport;
import tallyroll.source.TopicAddress;

/** What can be said of EVENTS, and what is found under that name. */
final class ImportOptions {
    /** A request is one row of a table. */
    private static final int MAX_FILES = 2_000;

    private static final int MAX_WORDS = 200;

    @Option(
            names = "--as",
            paramLabel = "TOPIC",
            description = "Whose events they are, where the pipeline reads several topics: an id counts once a topic.")
    private Optional<String> source = Optional.empty();

    @Option(
            names = "--from",
            paramLabel = "TIME",
            defaultValue = "",
            description =
                    "Of a topic, the first timestamp on the broker: an ISO date or instant, UTC (default: all it has).")
    private String from = "";

    @Option(
            names = "--until",
            paramLabel = "TIME",
            defaultValue = "",
            description = "Of a topic, the timestamp to stop before (default: what it has now).")
    private String until = "";

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "0",
            description = "Events a second at most (default: as fast as it goes).")
    private long rate;

    /** Refuses what cannot be meant, before anything is connected to. */
    void check() {
        requireRate();
        times();
    }

    long rate() {
        return rate;
    }

    /** Where no EVENTS are named: refuses what is said of them. */
    void requireOfEvents() {
        if (source.isPresent() || !from.isEmpty() || !until.isEmpty()) {
            throw Failure.usage("Cannot use --as, --from or --until without EVENTS: they say something of those");
        }
    }

    /** What was named, for whoever looks at it later. */
    String words(List<String> events) {
        String all = String.join(" ", events);
        String named = all.length() > MAX_WORDS ? all.substring(0, MAX_WORDS) + "…" : all;
        return named + (from.isEmpty() ? "" : " from " + from) + (until.isEmpty() ? "" : " until " + until);
    }

    private void requireRate() {
        if (rate < 0) {
            throw Failure.usage("Cannot use --rate " + rate + ": it is a number of events a second, 1 or more");
        }
    }

    private TimeRange times() {
        return TimeRange.of(from, until, "--until");
    }

    /**
     * What is to be asked for.
     *
     * @param events as people name them
     */
    Request.Import find(Pipeline pipeline, Console console, List<String> events) {
        Request.Import found = events.stream().anyMatch(TopicAddress::names)
                ? topic(pipeline, console, events)
                : filesAndTables(pipeline, console, events);
        Origins.of(pipeline).requireReadable(found.ranges());
        return found;
    }

    private Request.Import topic(Pipeline pipeline, Console console, List<String> events) {
        if (events.size() > 1) {
            throw Failure.usage("Cannot import " + String.join(" ", events)
                    + " at once: name one topic, and nothing beside it; what is given twice counts once anyway");
        }
        TimeRange times = times();
        TopicImport.Found found = new TopicImport(pipeline, TopicAddress.parse(events.get(0)))
                .between(times.from(), times.until(), source);
        console.note("offsets: %,d, in %,d partitions of %s"
                .formatted(found.offsets(), found.ranges().size(), events.get(0)));
        return new Request.Import(found.ranges(), found.source(), rate);
    }

    private Request.Import filesAndTables(Pipeline pipeline, Console console, List<String> events) {
        if (!from.isEmpty() || !until.isEmpty()) {
            throw Failure.usage(
                    "Cannot use --from or --until with files and tables: only a topic knows when its records came in");
        }
        String identified = Import.source(pipeline, source);
        List<Request.ImportedRange> found = new ArrayList<>();
        events.stream()
                .filter(TableAddress::names)
                .map(TableAddress::parse)
                .forEach(table -> found.add(TableOrigin.range(pipeline, table)));
        List<String> named =
                events.stream().filter(name -> !TableAddress.names(name)).toList();
        if (!named.isEmpty()) {
            found.addAll(found(console, named));
        }
        return new Request.Import(found, identified, rate);
    }

    private static List<Request.ImportedRange> found(Console console, List<String> names) {
        List<Request.ImportedRange> files = Files.find(console.directory(), names);
        if (files.size() > MAX_FILES) {
            throw Failure.usage("Cannot import " + files.size() + " files at once: at most " + MAX_FILES
                    + ". Name some of them at a time");
        }
        long bytes = files.stream().mapToLong(Request.ImportedRange::until).sum();
        console.note("files: %,d, with %,d bytes".formatted(files.size(), bytes));
        return files;
    }
}
