package tallyroll.source;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import tallyroll.pipeline.Pipeline;

/**
 * A consumer at a place in one partition, with what it has fetched and not yet given. Used by one thread at a time; kept between
 * ranges by {@link Cursors}, because making a consumer costs some 100 ms and the next range often begins where this one ended.
 */
final class Cursor implements AutoCloseable {
    private final Pipeline.Kafka kafka;
    private final Consumer<ByteBuffer, ByteBuffer> consumer;
    private TopicPartition partition;
    private Iterator<ConsumerRecord<ByteBuffer, ByteBuffer>> fetched =
            List.<ConsumerRecord<ByteBuffer, ByteBuffer>>of().iterator();
    private ConsumerRecord<ByteBuffer, ByteBuffer> ahead;
    private long position;
    private long idleSinceNanos;

    /** @param consumer assigned to nothing; closed with the cursor */
    Cursor(Pipeline.Kafka kafka, Consumer<ByteBuffer, ByteBuffer> consumer) {
        this.kafka = kafka;
        this.consumer = consumer;
    }

    Pipeline.Kafka kafka() {
        return kafka;
    }

    /** Whether reading on from here gives the records from that offset on. */
    boolean standsAt(TopicPartition wanted, long offset) {
        return wanted.equals(partition) && position == offset;
    }

    void moveTo(TopicPartition wanted, long offset) {
        if (!wanted.equals(partition)) {
            consumer.assign(List.of(wanted));
            partition = wanted;
        }
        consumer.seek(wanted, offset);
        forget(offset);
    }

    /** The next fetched record below {@code until}, or null where none is at hand. */
    ConsumerRecord<ByteBuffer, ByteBuffer> take(long until) {
        if (ahead == null && fetched.hasNext()) {
            ahead = fetched.next();
        }
        ConsumerRecord<ByteBuffer, ByteBuffer> record = ahead;
        if (record == null) {
            return null;
        }
        if (record.offset() >= until) {
            position = until;
            return null;
        }
        ahead = null;
        position = record.offset() + 1;
        return record;
    }

    /** Fetches; to be called when {@link #take} has given all. Transaction markers move the position without giving a record. */
    void fetch(Duration patience) {
        ConsumerRecords<ByteBuffer, ByteBuffer> records = consumer.poll(patience);
        fetched = records.records(partition).iterator();
        if (records.isEmpty()) {
            position = consumer.position(partition);
        }
    }

    /** The offset behind the last record given, or behind what follows it and holds none. */
    long position() {
        return position;
    }

    /** Moves the position over what holds no record: called when everything fetched was given. */
    void settle() {
        if (ahead == null && !fetched.hasNext()) {
            position = consumer.position(partition);
        }
    }

    /** One past the last offset that the consumer has seen the log to hold; asks no broker. */
    long end() {
        OptionalLong ahead = consumer.currentLag(partition);
        return ahead.isPresent() ? consumer.position(partition) + ahead.getAsLong() : position;
    }

    long logStart(Duration patience) {
        return consumer.beginningOffsets(List.of(partition), patience).get(partition);
    }

    long logEnd(Duration patience) {
        return consumer.endOffsets(List.of(partition), patience).get(partition);
    }

    boolean topicExists(Duration patience) {
        List<?> partitions = consumer.partitionsFor(partition.topic(), patience);
        return partitions != null && !partitions.isEmpty();
    }

    void idleSince(long nanos) {
        idleSinceNanos = nanos;
    }

    long idleSince() {
        return idleSinceNanos;
    }

    @Override
    public void close() {
        consumer.close(Duration.ZERO);
    }

    private void forget(long offset) {
        fetched = List.<ConsumerRecord<ByteBuffer, ByteBuffer>>of().iterator();
        ahead = null;
        position = offset;
    }
}
