package tallyroll.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tallyroll.cli.Command;
import tallyroll.cli.Console;
import tallyroll.cli.DefinitionFile;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Failure;
import tallyroll.cli.Progress;
import tallyroll.pipeline.Pipeline;
import tallyroll.redefinition.DefinitionChange;
import tallyroll.replay.Replay;
import tallyroll.replay.ReplayTarget;
import tallyroll.replay.Selection;
import tallyroll.replay.StateFile;
import tallyroll.store.Stores;
import tallyroll.verify.RequireRecord;
import tallyroll.verify.Verification;

/** {@code tallyroll replay FILE}. */
@CommandLine.Command(
        name = "replay",
        description =
                "Streams the record's events out again: to a topic, an HTTP receiver or a file. Or decodes dead letters once more.",
        footer = {
            "",
            "Each event that counts is sent once, with exactly the bytes that came in. TARGET is a topic of the pipeline's",
            "brokers (or of --bootstrap), kafka://HOST:PORT/TOPIC, http://HOST:PORT/PATH, or a file: file:PATH, or a path",
            "with a / in it. A replay that was stopped goes on with the same command; its progress is in a file.",
            "",
            "With --dead-letters, those that are events by today's definition are recorded and counted, each once, and are dead letters",
            "no longer; the others stay. A driver that runs does it between two batches; where none runs it is done here.",
            "",
            "Example:",
            "  ./tallyroll replay examples/flights.yaml --to flights-again --create-topic",
            "  ./tallyroll replay examples/flights.yaml --to ./january.ndjson --from 2001-01-01 --until 2001-02-01",
            "  ./tallyroll replay examples/flights.yaml --dead-letters --code missing-field"
        })
public final class ReplayCommand implements Command {
    /** A share of this process's memory. */
    private static final int SORTED_SHARE = 4;

    private static final Duration CONFIRM_EVERY = Duration.ofSeconds(2);

    @Mixin
    private DefinitionFile file;

    @Option(
            names = "--to",
            paramLabel = "TARGET",
            description = "A topic, kafka://HOST:PORT/TOPIC, the URL of an HTTP receiver, or a file.")
    private Optional<String> to = Optional.empty();

    @Option(names = "--dead-letters", description = "Decode dead letters once more, instead of sending events.")
    private boolean deadLetters;

    @Option(
            names = "--code",
            paramLabel = "CODE",
            description = "Of dead letters, only those of this code, such as missing-field.")
    private Optional<String> code = Optional.empty();

    @Option(
            names = "--from",
            paramLabel = "TIME",
            defaultValue = "",
            description = "First event time, inclusive: an ISO date or instant, UTC (default: the beginning).")
    private String from = "";

    @Option(
            names = "--until",
            paramLabel = "TIME",
            defaultValue = "",
            description = "Last event time, exclusive: an ISO date or instant, UTC (default: the end).")
    private String until = "";

    @Option(
            names = "--where",
            paramLabel = "EXPR",
            defaultValue = "",
            description = "A condition over the definition's fields, as a rollup's where (default: all events).")
    private String where = "";

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "0",
            description = "At most so many events a second (default: as many as can be).")
    private double rate;

    @Option(
            names = "--order",
            paramLabel = "ORDER",
            defaultValue = "recorded",
            converter = OrderConverter.class,
            description =
                    "recorded, or event-time, which holds a bucket of the record in memory (default: ${DEFAULT-VALUE}).")
    private Selection.Order order = Selection.Order.RECORDED;

    @Option(
            names = "--progress",
            paramLabel = "FILE",
            description = "Where it is written down how far it has come (default: beside the file, or replay-… here).")
    private Optional<Path> progress = Optional.empty();

    @Mixin
    private BrokersOption bootstrap = new BrokersOption();

    @Option(names = "--create-topic", description = "Make the topic where there is none.")
    private boolean createTopic;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many it is made with (default: ${DEFAULT-VALUE}).")
    private int partitions = 1;

    @Option(
            names = "--accept-loss",
            description = "Go on over buckets whose record has lost events, with what is left.")
    private boolean acceptLoss;

    @Mixin
    private MasterOption spark = new MasterOption();

    @Override
    public int place() {
        return 72;
    }

    @Override
    public ExitCode run(Console console) throws InterruptedException {
        if (!(rate >= 0) || partitions < 1) {
            throw Failure.usage(
                    "Cannot use --rate " + rate + " and --partitions " + partitions
                            + ": a rate is a number of events a second, 0 for no limit, and a topic has at least one partition");
        }
        if (deadLetters == to.isPresent()) {
            throw Failure.usage("Cannot replay " + (deadLetters ? "both events and dead letters" : "nothing")
                    + ": write --to TARGET for events of the record, or --dead-letters");
        }
        return deadLetters ? lettersAgain(console) : sent(console, to.get());
    }

    private ExitCode lettersAgain(Console console) throws InterruptedException {
        List<String> others = Stream.of(from, until, where)
                .filter(option -> !option.isEmpty())
                .toList();
        if (!others.isEmpty() || bootstrap.isGiven() || createTopic || progress.isPresent() || acceptLoss) {
            throw Failure.usage("Cannot replay dead letters with options of --to: only --code, --rate and --master are"
                    + " of meaning for them");
        }
        return new LettersAgain(console, file.read(console))
                .run(code.orElse(""), (long) Math.ceil(rate), spark.master());
    }

    private ExitCode sent(Console console, String target) {
        if (code.isPresent()) {
            throw Failure.usage("Cannot use --code " + code.get() + " with --to: it chooses among dead letters");
        }
        TimeRange range = TimeRange.of(from, until, "--until");
        Pipeline pipeline = file.read(console);
        RequireRecord.require("replay", pipeline);
        Verification.requireTables("replay", pipeline);
        DefinitionChange.of(Stores.reading(pipeline).definition(pipeline.name()), pipeline)
                .requireAllowed("replay");
        ReplayTargets targets = new ReplayTargets(pipeline, console, bootstrap, newTopic());
        ReplayTargets.Address address = targets.address(target);
        Selection selection = new Selection(range.from(), range.until(), where, order);
        Replay.Options options = new Replay.Options(
                spark.master(), acceptLoss, rate, Runtime.getRuntime().maxMemory() / SORTED_SHARE, CONFIRM_EVERY);
        long began = System.nanoTime();
        try (Buckets buckets = new Buckets(console);
                ReplayTarget opened = targets.open(address)) {
            Path written = progress.map(console.directory()::resolve).orElseGet(() -> targets.progress(address));
            Replay.Outcome outcome =
                    new Replay(pipeline, selection, options, buckets).run(opened, new StateFile(written));
            say(console, outcome, opened, written, System.nanoTime() - began);
            if (!outcome.already()) {
                targets.notes(address).forEach(console::note);
            }
        }
        return ExitCode.RIGHT;
    }

    private OptionalInt newTopic() {
        return createTopic ? OptionalInt.of(partitions) : OptionalInt.empty();
    }

    private static void say(Console console, Replay.Outcome outcome, ReplayTarget target, Path written, long nanos) {
        if (outcome.already()) {
            console.say(
                    "nothing to do: %,d events were replayed to %s already, says %s; remove that to replay them again"
                            .formatted(outcome.sent(), target.name(), written));
            return;
        }
        console.say("replayed %,d events to %s in %.1f s"
                .formatted(outcome.sent(), target.name(), Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)) / 1_000.0));
        target.notes().forEach(console::note);
        if (outcome.unreadable() > 0) {
            console.note(
                    "%,d recorded events were left out: they are none by this definition and these options; the first: %s"
                            .formatted(outcome.unreadable(), outcome.firstReason()));
        }
    }

    /** Shows how many record buckets are done. */
    private static final class Buckets implements Replay.Listener, AutoCloseable {
        private final Console console;
        private Optional<Progress> shown = Optional.empty();

        Buckets(Console console) {
            this.console = console;
        }

        @Override
        public void buckets(int total, int done) {
            shown = Optional.of(console.progress("replaying", "record buckets", total));
            shown.ifPresent(bar -> bar.step(done));
        }

        @Override
        public void bucket() {
            shown.ifPresent(bar -> bar.step(1));
        }

        @Override
        public void close() {
            shown.ifPresent(Progress::close);
        }
    }

    /** {@code recorded} and {@code event-time}. */
    static final class OrderConverter implements CommandLine.ITypeConverter<Selection.Order> {
        @Override
        public Selection.Order convert(String text) {
            return switch (text) {
                case "recorded" -> Selection.Order.RECORDED;
                case "event-time" -> Selection.Order.EVENT_TIME;
                default ->
                    throw new CommandLine.TypeConversionException(
                            "\"" + text + "\" is not an order; write recorded or event-time");
            };
        }
    }
}
