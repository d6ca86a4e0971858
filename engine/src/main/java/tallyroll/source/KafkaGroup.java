package tallyroll.source;

import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import tallyroll.pipeline.Pipeline;
import tallyroll.source.SourceException.Fault;

/** The consumer group of a client without Spark, which is named after its pipeline: what its members read with. */
public record KafkaGroup(Pipeline.Kafka kafka, String name, RecordEnvelope envelope) {
    /**
     * A member that has not subscribed. Where the group has no position, or one that is not kept, its {@code poll} throws; it
     * never chooses a place by itself.
     *
     * @throws SourceException where an option is wrong
     */
    public KafkaConsumer<ByteBuffer, ByteBuffer> member() {
        try {
            return new KafkaConsumer<>(ConsumerOptions.ofMember(kafka, name).consumer());
        } catch (KafkaException e) {
            throw fault(e);
        }
    }

    /** What an error that a member cannot get over means. */
    public SourceException fault(KafkaException cause) {
        if (cause instanceof AuthorizationException) {
            return new SourceException(
                    Fault.REFUSED,
                    "Cannot read " + KafkaErrors.where(kafka) + ": this client may not (" + cause.getMessage()
                            + "). Grant it DESCRIBE and READ on the topic, and READ on the consumer group \"" + name
                            + "\".",
                    cause);
        }
        return KafkaErrors.of(kafka, cause);
    }

    /** What is read, for people. */
    public String where() {
        return KafkaErrors.where(kafka) + ", consumer group \"" + name + "\"";
    }
}
