package tallyroll.source;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tallyroll.pipeline.InvalidRequestException;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Pipeline.Kafka;

/**
 * A topic as people write it: {@code kafka:TOPIC}, which is one of the pipeline's own brokers, or {@code
 * kafka://HOST:PORT,HOST:PORT/TOPIC}.
 *
 * @param brokers of other brokers, {@code HOST:PORT,HOST:PORT}
 */
public record TopicAddress(Optional<String> brokers, String topic) {
    private static final String SCHEME = "kafka:";
    private static final Pattern ADDRESS =
            Pattern.compile("kafka:(?://([^/,\\s]+:\\d{1,5}(?:,[^/,\\s]+:\\d{1,5})*)/)?([A-Za-z0-9._-]{1,249})");

    /** Whether a text is meant to be one. */
    public static boolean names(String text) {
        return text.startsWith(SCHEME);
    }

    /** @throws InvalidRequestException where it is none */
    public static TopicAddress parse(String text) {
        Matcher address = ADDRESS.matcher(text);
        if (!address.matches()) {
            throw new InvalidRequestException(
                    "\"" + text + "\" is not the address of a topic: write kafka:TOPIC for one of the"
                            + " pipeline's own brokers, else kafka://HOST:PORT/TOPIC, with more brokers after commas");
        }
        return new TopicAddress(Optional.ofNullable(address.group(1)), address.group(2));
    }

    /** The same without brokers where those are the pipeline's own. */
    public TopicAddress relativeTo(Pipeline pipeline) {
        return own(pipeline).isPresent() && brokers.equals(own(pipeline).map(Kafka::bootstrap))
                ? new TopicAddress(Optional.empty(), topic)
                : this;
    }

    /** Whether it is one of the topics that the pipeline reads. */
    public boolean readBy(Pipeline pipeline) {
        return relativeTo(pipeline).brokers().isEmpty()
                && own(pipeline).filter(kafka -> kafka.topics().include(topic)).isPresent();
    }

    /**
     * What it is read with, see {@link #kafka(Optional)}.
     *
     * @throws InvalidRequestException where it names no brokers and the pipeline has none
     */
    public Kafka kafka(Pipeline pipeline) {
        return kafka(own(pipeline))
                .orElseThrow(() -> new InvalidRequestException("\"" + this + "\" names no brokers, and pipeline \""
                        + pipeline.name() + "\" has none: its source is "
                        + pipeline.source().name()
                        + ". Write kafka://HOST:PORT/" + topic));
    }

    /**
     * What it is read with: of the pipeline's own brokers its options, and with them its credentials, which other brokers are not given.
     *
     * @param own what the pipeline's source is read with, where that is Kafka
     */
    public Optional<Kafka> kafka(Optional<Kafka> own) {
        boolean elsewhere = brokers.isPresent() && !brokers.equals(own.map(Kafka::bootstrap));
        return elsewhere
                ? brokers.map(others -> new Kafka(others, topic, Map.of(), Long.MAX_VALUE))
                : own.map(kafka -> kafka.only(topic));
    }

    /** What the pipeline's source is read with, where that is Kafka. */
    public static Optional<Kafka> own(Pipeline pipeline) {
        return pipeline.source() instanceof Kafka kafka ? Optional.of(kafka) : Optional.empty();
    }

    /** As it is written. */
    @Override
    public String toString() {
        return SCHEME + brokers.map(hosts -> "//" + hosts + "/").orElse("") + topic;
    }
}
