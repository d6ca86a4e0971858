package tallyroll.command;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tallyroll.cli.Command;
import tallyroll.cli.Console;
import tallyroll.cli.DefinitionFile;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Failure;
import tallyroll.file.EventFile;
import tallyroll.file.EventFile.Layout;
import tallyroll.http.HttpProvider;
import tallyroll.pipeline.Pipeline;
import tallyroll.send.EventSender;
import tallyroll.send.HttpSender;
import tallyroll.send.KafkaSender;
import tallyroll.send.KeyField;

/** {@code tallyroll send EVENTS…}. */
@CommandLine.Command(
        name = "send",
        description = "Sends a file's events to a Kafka topic or to an HTTP receiver, to try a pipeline.",
        footer = {
            "",
            "EVENTS are files of one event a line; of JSON also one array, or objects over several lines; - is standard input.",
            "With --pipeline they go where that definition reads, with its options; --to sends them elsewhere.",
            "",
            "Exit code 0 where every event was taken; 1 where one was not: the message says which were, and of which it is not known.",
            "",
            "Example:",
            "  ./tallyroll send examples/flights.ndjson --to flights --create-topic --partitions 2",
            "  ./tallyroll send examples/flights.ndjson --pipeline examples/flights.yaml --key id",
            "  ./tallyroll send readings.ndjson --to http://localhost:8080/events"
        })
public final class SendCommand implements Command {
    private static final int MAX_EVENT_BYTES = 32 << 20;

    @Parameters(arity = "1..*", paramLabel = "EVENTS", description = "Files of events; - is standard input.")
    private List<String> inputs = new ArrayList<>();

    @Option(
            names = "--to",
            paramLabel = "TARGET",
            defaultValue = "",
            description = "A topic, or the URL of an HTTP receiver (default: where the pipeline reads).")
    private String to = "";

    @Option(
            names = "--pipeline",
            paramLabel = "FILE",
            description =
                    "Take the topic or the address, the brokers, Kafka's options and the format from this definition.")
    private Optional<Path> pipelineFile = Optional.empty();

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
            names = "--key",
            paramLabel = "FIELD",
            description = "The field of a JSON event that becomes the record's key (default: records have none).")
    private Optional<String> key = Optional.empty();

    @Option(names = "--skip", paramLabel = "N", defaultValue = "0", description = "Leave out the first N events.")
    private long skip;

    @Option(
            names = "--layout",
            paramLabel = "LAYOUT",
            description =
                    "How events stand in the files: json, csv, lines or whole (default: by the pipeline's format, or the file's name).")
    private Optional<Layout> layout = Optional.empty();

    private long read;
    private long bytes;
    private long keyless;

    @Override
    public int place() {
        return 33;
    }

    @Override
    public ExitCode run(Console console) throws IOException {
        if (partitions < 1 || skip < 0) {
            throw Failure.usage("Cannot use --partitions " + partitions + " and --skip " + skip
                    + ": a topic has at least one partition, and no fewer than 0 events are left out");
        }
        Optional<Pipeline> pipeline = pipelineFile.map(path -> DefinitionFile.read(path, console));
        long began = System.nanoTime();
        try (EventSender sender = sender(pipeline, console)) {
            for (String input : inputs) {
                send(input, pipeline, sender, console);
            }
            say(sender, sender.finish(), System.nanoTime() - began, console);
        }
        return ExitCode.RIGHT;
    }

    private void say(EventSender sender, EventSender.Receipt receipt, long nanos, Console console) {
        double seconds = Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)) / 1_000.0;
        console.say(String.format(
                Locale.ROOT,
                "sent %,d events (%,d bytes) to %s in %.1f s: %,.0f events/s",
                receipt.taken(),
                bytes,
                sender.target(),
                seconds,
                receipt.taken() / seconds));
        if (receipt.rejected() > 0) {
            console.note(receipt.rejected()
                    + " of them are dead letters: the receiver cannot read them as the pipeline's events.");
        }
        receipt.notes().forEach(console::note);
        if (keyless > 0) {
            console.note(keyless + " events have no field \"" + key.orElse("")
                    + "\" with a value, and were sent without a key.");
        }
    }

    private void send(String input, Optional<Pipeline> pipeline, EventSender sender, Console console)
            throws IOException {
        Optional<KeyField> field = key.map(KeyField::new);
        EventFile events = new EventFile(input, layout(input, pipeline), MAX_EVENT_BYTES);
        try (InputStream in =
                input.equals("-") ? System.in : open(console.directory().resolve(input), input)) {
            events.read(in, (value, place) -> {
                if (value.length() > MAX_EVENT_BYTES) {
                    throw Failure.failed("Cannot send " + input + ", " + place + ": it is longer than "
                            + (MAX_EVENT_BYTES >> 20) + " MB");
                }
                if (++read > skip) {
                    Optional<byte[]> found = field.flatMap(one -> one.of(value));
                    keyless += field.isPresent() && found.isEmpty() ? 1 : 0;
                    bytes += value.length();
                    sender.send(value, found.orElse(null));
                }
                return true;
            });
        }
    }

    private Layout layout(String input, Optional<Pipeline> pipeline) {
        return layout.or(
                        () -> pipeline.map(one -> Layout.of(one.event().format().label())))
                .orElseGet(() -> input.toLowerCase(Locale.ROOT).endsWith(".csv") ? Layout.CSV : Layout.JSON);
    }

    private static InputStream open(Path path, String written) throws IOException {
        try {
            return new BufferedInputStream(Files.newInputStream(path));
        } catch (NoSuchFileException missing) {
            throw Failure.usage("Cannot read the events \"" + written + "\": there is no such file");
        }
    }

    private EventSender sender(Optional<Pipeline> pipeline, Console console) {
        if (to.startsWith("http://") || to.startsWith("https://")) {
            return http(to, pipeline);
        }
        Optional<Pipeline.Kafka> kafka =
                pipeline.filter(one -> one.source() instanceof Pipeline.Kafka).map(Pipeline::kafka);
        if (to.isEmpty() && kafka.isEmpty()) {
            return http(receiver(pipeline), pipeline);
        }
        return KafkaSender.open(
                bootstrap.brokers(kafka, console),
                to.isEmpty() ? kafka.get().topic() : to,
                kafka.map(one -> one.options().values()).orElse(Map.of()),
                createTopic ? OptionalInt.of(partitions) : OptionalInt.empty());
    }

    private String receiver(Optional<Pipeline> pipeline) {
        if (pipeline.isEmpty()) {
            throw Failure.usage(
                    "Cannot send: it is not said where to. Write --to TOPIC, --to http://HOST:PORT/PATH, or --pipeline FILE");
        }
        Pipeline.Receiver receiver = pipeline.get().receiver();
        return HttpProvider.url(receiver)
                .orElseThrow(() -> Failure.usage("Cannot send to the " + receiver.kind() + " source of pipeline \""
                        + pipeline.get().name()
                        + "\": send writes to topics and HTTP receivers only; --to names another one"));
    }

    private EventSender http(String url, Optional<Pipeline> pipeline) {
        if (createTopic || key.isPresent()) {
            throw Failure.usage("Cannot use --create-topic or --key with " + url + ": they are for topics");
        }
        try {
            boolean csv = inputs.stream().allMatch(input -> layout(input, pipeline) == Layout.CSV);
            return new HttpSender(URI.create(url), csv ? "text/csv" : "application/x-ndjson");
        } catch (IllegalArgumentException wrong) {
            throw Failure.usage("Cannot send to " + url + ": it is not a URL (" + wrong.getMessage() + ")");
        }
    }
}
