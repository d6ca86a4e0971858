package tallyroll.source;

import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import tallyroll.control.LastRead;
import tallyroll.pipeline.Pipeline;

/**
 * Asks a topic's leaders whether the records that were read last are still there, by the epochs of the leaders that took them. Not
 * thread-safe.
 *
 * <p>An unclean election, or a log that was brought back from an older copy, cuts the end of a log off, and other records take its
 * offsets. Offsets alone do not show that once the log has grown again. But each leader has an epoch of its own, a record keeps the
 * epoch under which it was taken, and leaders know where each epoch ended: if the epoch of the last record read now ends before
 * that record, the record is gone.
 */
final class TopicEpochs implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Pipeline.Kafka kafka;
    private final Consumer<ByteBuffer, ByteBuffer> consumer;

    /** @param consumer that resets no offsets; closed with this */
    TopicEpochs(Pipeline.Kafka kafka, Consumer<ByteBuffer, ByteBuffer> consumer) {
        this.kafka = kafka;
        this.consumer = consumer;
    }

    /**
     * Of the partitions that no longer hold what was read last of them, the first offset that may be another record now.
     *
     * @throws SourceException where the leaders do not say
     */
    Map<Integer, Long> divergence(String topic, Map<Integer, LastRead> read) {
        Map<TopicPartition, OffsetAndMetadata> asked = new HashMap<>();
        read.forEach((partition, last) -> {
            if (last.leaderEpoch() != LastRead.NO_EPOCH) {
                asked.put(
                        new TopicPartition(topic, partition),
                        new OffsetAndMetadata(last.offset() + 1, Optional.of(last.leaderEpoch()), ""));
            }
        });
        if (asked.isEmpty()) {
            return Map.of();
        }
        try {
            return ask(asked);
        } catch (InterruptException stopped) {
            // in the form in which Spark knows that its query was stopped, and did not fail
            throw new UncheckedIOException(
                    new InterruptedIOException("stopped while asking about " + KafkaErrors.where(kafka.only(topic))));
        } catch (KafkaException failed) {
            throw KafkaErrors.of(kafka.only(topic), failed);
        }
    }

    private Map<Integer, Long> ask(Map<TopicPartition, OffsetAndMetadata> asked) {
        consumer.assign(asked.keySet());
        // a place is only compared with the epochs of a leader that the consumer knows, and this makes it know them
        consumer.endOffsets(asked.keySet(), PATIENCE);
        asked.forEach(consumer::seek);
        Map<Integer, Long> diverged = new TreeMap<>();
        Set<TopicPartition> left = new HashSet<>(asked.keySet());
        while (!left.isEmpty()) {
            TopicPartition next = left.iterator().next();
            try {
                consumer.position(next, PATIENCE);
                left.remove(next);
            } catch (LogTruncationException cut) {
                for (TopicPartition partition : cut.offsetOutOfRangePartitions().keySet()) {
                    diverged.put(partition.partition(), first(partition, cut));
                    left.remove(partition);
                }
                consumer.assign(left);
            }
        }
        consumer.assign(List.of());
        return diverged;
    }

    /** A leader that does not know the epoch at all cannot say from where on the log is another. */
    private long first(TopicPartition partition, LogTruncationException cut) {
        OffsetAndMetadata known = cut.divergentOffsets().get(partition);
        return known == null
                ? consumer.beginningOffsets(List.of(partition), PATIENCE).get(partition)
                : known.offset();
    }

    @Override
    public void close() {
        consumer.close(Duration.ZERO);
    }
}
