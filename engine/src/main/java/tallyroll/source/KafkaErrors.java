package tallyroll.source;

import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import tallyroll.pipeline.Pipeline;
import tallyroll.source.SourceException.Fault;

/** The one place that says what a Kafka client's error means. */
final class KafkaErrors {
    private KafkaErrors() {}

    static String where(Pipeline.Kafka kafka) {
        return kafka.topics().quoted() + " at " + kafka.bootstrap();
    }

    static SourceException of(Pipeline.Kafka kafka, Throwable cause) {
        String cannot = "Cannot read " + where(kafka) + ": ";
        if (cause instanceof UnknownTopicOrPartitionException || cause instanceof InvalidTopicException) {
            return missing(kafka, cause);
        }
        if (cause instanceof AuthenticationException) {
            return new SourceException(
                    Fault.REFUSED,
                    cannot + "the broker does not accept this client's credentials (" + cause.getMessage()
                            + "). Check the security options under source.kafka.options.",
                    cause);
        }
        if (cause instanceof AuthorizationException) {
            return new SourceException(
                    Fault.REFUSED,
                    cannot + "this client may not (" + cause.getMessage()
                            + "). Grant it DESCRIBE and READ on the topic; no consumer group is used.",
                    cause);
        }
        ConfigException config = configFault(cause);
        if (config != null) {
            return config.getMessage().contains("bootstrap")
                    ? unreachable(kafka, config.getMessage(), cause)
                    : new SourceException(
                            Fault.REFUSED,
                            cannot + config.getMessage() + ". Correct it under source.kafka.options.",
                            cause);
        }
        if (cause instanceof RetriableException) {
            return unreachable(kafka, cause.getMessage(), cause);
        }
        return new SourceException(
                Fault.FAILED, cannot + "the client gave up with " + cause + ". See the broker's log.", cause);
    }

    static SourceException missing(Pipeline.Kafka kafka, Throwable cause) {
        return new SourceException(
                Fault.TOPIC_MISSING,
                "Cannot read " + where(kafka)
                        + ": the broker knows no such topic. Create it, or correct source.kafka.topic;"
                        + " a topic that was deleted takes the unread events with it.",
                cause);
    }

    private static SourceException unreachable(Pipeline.Kafka kafka, String seen, Throwable cause) {
        return new SourceException(
                Fault.UNREACHABLE,
                "Cannot read " + where(kafka) + ": no broker answered in time (" + seen
                        + "). Check that source.kafka.bootstrap is right, that the brokers run, and that their advertised"
                        + " listeners can be reached from here.",
                cause);
    }

    private static ConfigException configFault(Throwable cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof ConfigException config) {
                return config;
            }
        }
        return null;
    }
}
