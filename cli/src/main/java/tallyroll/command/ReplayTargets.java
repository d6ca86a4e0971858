package tallyroll.command;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tallyroll.cli.Console;
import tallyroll.cli.Failure;
import tallyroll.event.Payload;
import tallyroll.event.TransportField;
import tallyroll.pipeline.Pipeline;
import tallyroll.replay.FileTarget;
import tallyroll.replay.ReplayTarget;
import tallyroll.replay.SenderTarget;
import tallyroll.send.HttpSender;
import tallyroll.send.KafkaSender;
import tallyroll.source.TopicAddress;

/** Where a pipeline's events may be replayed to: what was written on the command line as an address, and what it opens. */
final class ReplayTargets {
    private static final String FILE = "file:";

    private final Pipeline pipeline;
    private final Console console;
    private final BrokersOption bootstrap;
    private final OptionalInt newTopic;

    /** What {@code --to} names. */
    sealed interface Address {
        /** @param name of a topic */
        record Topic(String brokers, String name) implements Address {}

        /** An HTTP receiver. */
        record Http(URI url) implements Address {}

        /** A file of lines. */
        record Lines(Path path) implements Address {}
    }

    ReplayTargets(Pipeline pipeline, Console console, BrokersOption bootstrap, OptionalInt newTopic) {
        this.pipeline = pipeline;
        this.console = console;
        this.bootstrap = bootstrap;
        this.newTopic = newTopic;
    }

    /** @throws Failure where it cannot be a target of this pipeline's events */
    Address address(String to) {
        if (!pipeline.event().framing().explode().none()) {
            throw Failure.usage("Cannot replay \"" + pipeline.name()
                    + "\": event.explode takes several events out of each message, and the record keeps these, not the"
                    + " messages that came in");
        }
        if (to.startsWith("http://") || to.startsWith("https://")) {
            requireLines(to);
            return new Address.Http(url(to));
        }
        if (TopicAddress.names(to)) {
            return topic(to);
        }
        if (to.startsWith(FILE) || to.contains("/")) {
            requireLines(to);
            String path = to.startsWith(FILE) ? to.substring(FILE.length()) : to;
            return new Address.Lines(console.directory().resolve(path).normalize());
        }
        return notOurs(new Address.Topic(brokers(), to));
    }

    ReplayTarget open(Address address) {
        if (address instanceof Address.Topic topic) {
            Map<String, String> options =
                    kafka().map(kafka -> kafka.options().values()).orElse(Map.of());
            return new SenderTarget(KafkaSender.open(topic.brokers(), topic.name(), options, newTopic));
        }
        if (address instanceof Address.Http http) {
            String type = format().equals("csv") ? "text/csv" : "application/x-ndjson";
            return new SenderTarget(new HttpSender(http.url(), type, "the same command goes on after them."));
        }
        return new FileTarget(((Address.Lines) address).path(), format().equals("text"));
    }

    /** Where the progress is written unless it is said: beside a file, else in the working directory. */
    Path progress(Address address) {
        if (address instanceof Address.Lines lines) {
            return lines.path().resolveSibling(lines.path().getFileName() + ".progress");
        }
        String target = address instanceof Address.Topic topic
                ? topic.name()
                : ((Address.Http) address).url().getSchemeSpecificPart();
        String plain = target.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-");
        return console.directory().resolve("replay-" + pipeline.name() + "-to-" + plain + ".progress");
    }

    /** What is not as it came in, because the record or the target has no place for it. */
    List<String> notes(Address address) {
        List<String> kept = pipeline.event().keptBeside();
        boolean topic = address instanceof Address.Topic;
        List<String> notes = new ArrayList<>();
        if (topic && kafka().isPresent() && !kept.contains(TransportField.KAFKA_KEY.path())) {
            notes.add("The records have no keys: the record keeps them only where a field reads kafka.key.");
        }
        if (!topic && !kept.isEmpty()) {
            notes.add("Only the values are there; what the record keeps beside them (" + String.join(", ", kept)
                    + ") goes to topics alone.");
        }
        return notes;
    }

    private String format() {
        return pipeline.event().format().label();
    }

    private void requireLines(String to) {
        Payload payload = pipeline.event().framing().payload();
        boolean text = List.of("json", "csv", "text").contains(format());
        String wide = payload.charset().name();
        if (!text
                || payload.compression() != Payload.Compression.NONE
                || wide.startsWith("UTF-16")
                || wide.startsWith("UTF-32")) {
            throw Failure.usage(
                    "Cannot replay \"" + pipeline.name() + "\" to " + to
                            + ": its events are binary (format " + format()
                            + ", or packed), and nothing in a file or a request of lines would say where one ends. Replay to a topic");
        }
    }

    private static URI url(String to) {
        try {
            return URI.create(to);
        } catch (IllegalArgumentException wrong) {
            throw Failure.usage("Cannot replay to " + to + ": it is not a URL (" + wrong.getMessage() + ")");
        }
    }

    private Address topic(String to) {
        TopicAddress address = TopicAddress.parse(to);
        return notOurs(new Address.Topic(address.brokers().orElseGet(this::brokers), address.topic()));
    }

    /** Of what it reads itself a pipeline would count everything that has no id once more, and keep all of it twice. */
    private Address notOurs(Address.Topic topic) {
        kafka().filter(kafka -> kafka.bootstrap().equals(topic.brokers())
                        && kafka.topics().include(topic.name()))
                .ifPresent(kafka -> {
                    throw Failure.usage("Cannot replay \"" + pipeline.name() + "\" to topic \"" + topic.name()
                            + "\": that is what it reads, and all of it would be recorded again. Name another topic");
                });
        return topic;
    }

    private Optional<Pipeline.Kafka> kafka() {
        return Optional.of(pipeline)
                .filter(one -> one.source() instanceof Pipeline.Kafka)
                .map(Pipeline::kafka);
    }

    private String brokers() {
        return bootstrap.brokers(kafka(), console);
    }
}
