package tallyroll.draft;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tallyroll.cli.Console;
import tallyroll.cli.Failure;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Names;
import tallyroll.pipeline.Strategy;
import tallyroll.sample.Draft;
import tallyroll.sample.KafkaSource;
import tallyroll.sample.Sample;
import tallyroll.sample.SampleLimits;
import tallyroll.sample.SampleReader;
import tallyroll.sample.Target;
import tallyroll.sample.Wishes;
import tallyroll.time.Micros;

/** What is sampled, how much of it, and what is known of it already: mixed into each command that makes a draft. */
public final class SampleOptions {
    private static final Pattern URL = Pattern.compile("kafka://([^/\\s]+)/([^/\\s]+)");
    private static final Pattern SECRET =
            Pattern.compile("(?i).*(password|secret|jaas\\.config|token|private\\.key|keystore\\.key).*");
    private static final String LOCAL = "${env:KAFKA:-localhost:9092}";

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "SOURCE",
            description =
                    "A file of JSON, CSV or lines of a log, also packed by gzip or zstd; - for standard input; or kafka://HOST:PORT/TOPIC.")
    private String source;

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            description = "The topic to sample; with a file, the topic that its events are going to be sent to.")
    private String topic;

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            description = "The brokers (default: what the variable KAFKA says, else localhost:9092).")
    private String bootstrap;

    @Option(
            names = "--option",
            paramLabel = "NAME=VALUE",
            description =
                    "A consumer property, as Kafka names it; repeat it for each. Write secrets as $${env:NAME} or $${file:PATH}.")
    private Map<String, String> options = new LinkedHashMap<>();

    @Option(
            names = "--max",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Look at no more than this many events, 1 to 100000 (default: ${DEFAULT-VALUE}).")
    private int max = 1_000;

    @Option(
            names = "--max-bytes",
            paramLabel = "MB",
            defaultValue = "16",
            description = "And at no more than this many MB, 1 to 256 (default: ${DEFAULT-VALUE}).")
    private int maxMegabytes = 16;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "How long events are waited for, s, 1 to 600 (default: ${DEFAULT-VALUE}).")
    private int waitSeconds = 10;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The pipeline's name (default: that of the topic or file).")
    private String name;

    @Option(names = "--time", paramLabel = "FIELD", description = "The field that says when an event happened.")
    private Optional<String> time = Optional.empty();

    @Option(names = "--id", paramLabel = "FIELD", description = "The field that tells one event from another.")
    private Optional<String> id = Optional.empty();

    @Option(names = "--by", paramLabel = "FIELD", description = "The field that totals are asked for by.")
    private Optional<String> by = Optional.empty();

    @Option(names = "--no-values", description = "Write no value of any event into the comments.")
    private boolean noValues;

    /** Whether something to sample was named. */
    public boolean given() {
        return source != null || topic != null;
    }

    /** Takes what was typed when asked: a file that is there, or else a topic. */
    public void source(Console console, String typed) {
        String word = typed.strip();
        if (word.isEmpty()) {
            return;
        }
        boolean file = word.equals("-")
                || URL.matcher(word).matches()
                || Files.exists(console.directory().resolve(word));
        if (file) {
            source = word;
        } else {
            topic = word;
        }
    }

    /**
     * Samples, and makes a draft.
     *
     * @param strategy what it is to be a definition for
     * @param receiver what stands below {@code source:} where the strategy reads no topic
     * @param advice lines on why it is that strategy
     */
    public Draft draft(Console console, Strategy strategy, Optional<String> receiver, String advice)
            throws IOException {
        requireSense();
        Environment environment = Environment.of(console.environment(), console.directory());
        Sample sample = sample(console, environment);
        Target target =
                new Target(pipeline(), receiver.orElseGet(() -> topicSource().yaml()), strategy, advice);
        Wishes wishes = new Wishes(time, id, by, !noValues);
        return Draft.of(sample, target, wishes, environment, Micros.now(InstantSource.system()));
    }

    private void requireSense() {
        if (!given()) {
            throw Failure.usage(
                    "Say what to sample: a file, - for standard input, kafka://HOST:PORT/TOPIC, or --topic TOPIC.");
        }
        if (max < 1
                || max > 100_000
                || maxMegabytes < 1
                || maxMegabytes > 256
                || waitSeconds < 1
                || waitSeconds > 600) {
            throw Failure.usage(
                    "Cannot sample with --max %d --max-bytes %d --wait %d: these are 1 to 100000, 1 to 256 and 1 to 600."
                            .formatted(max, maxMegabytes, waitSeconds));
        }
        options.forEach((key, value) -> {
            if (SECRET.matcher(key).matches() && !value.contains("${")) {
                throw Failure.usage("Cannot take the value of --option " + key
                        + ": it would stand in the definition for all to read."
                        + " Put it into a variable or a file, and write '${env:NAME}' or '${file:PATH}' in its place.");
            }
        });
        if (name != null && Names.columnFault(name).isPresent()) {
            throw Failure.usage("Cannot name the pipeline \"" + name + "\": the name "
                    + Names.columnFault(name).get() + ".");
        }
    }

    private Sample sample(Console console, Environment environment) throws IOException {
        SampleLimits limits = new SampleLimits(max, (long) maxMegabytes << 20, Duration.ofSeconds(waitSeconds));
        if (source == null || URL.matcher(source).matches()) {
            return topicSource().read(limits, environment);
        }
        if (source.equals("-")) {
            return SampleReader.read(System.in, "standard input", limits);
        }
        Path file = console.directory().resolve(source);
        if (!Files.isRegularFile(file)) {
            throw Failure.usage("Cannot sample \"" + source + "\": there is no such file. A topic is written --topic "
                    + source + " or kafka://HOST:PORT/TOPIC.");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return SampleReader.read(in, "the file \"" + source + "\"", limits);
        }
    }

    private KafkaSource topicSource() {
        Matcher url = URL.matcher(source == null ? "" : source);
        String brokers = bootstrap == null ? LOCAL : bootstrap;
        return url.matches()
                ? new KafkaSource(url.group(1), url.group(2), options)
                : new KafkaSource(brokers, topic == null ? pipeline() : topic, options);
    }

    /** A name that a keyspace may have, made of what is sampled where none is given. */
    public String pipeline() {
        if (name != null) {
            return name;
        }
        String base = topic != null ? topic : source.equals("-") ? "events" : source;
        base = base.replaceFirst(".*/", "").replaceFirst("(?<=.)\\..*", "");
        return Names.keyspace(base);
    }
}
