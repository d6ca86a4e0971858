package tallyroll.source;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import tallyroll.control.Claim;
import tallyroll.pipeline.Pipeline;

/**
 * One partition's log in memory with consumers of it: what brokers do to a reader, without a broker. Its clock moves only while a
 * consumer waits for what does not come, so a reader's patience of minutes is over at once.
 */
final class MemoryTopic {
    static final Pipeline.Kafka KAFKA = new Pipeline.Kafka("broker:9092", "flights", Map.of(), 0);
    static final TopicPartition PARTITION = new TopicPartition("flights", 0);

    /** Of the leader that took all of its records. */
    static final int EPOCH = 4;

    private static final int RECORDS_A_POLL = 7;

    final Cursors cursors = new Cursors(2, Duration.ofMinutes(1).toNanos(), kafka -> consumer(), () -> this.nanos);

    /** Thrown by the next polls, one each. */
    final Deque<KafkaException> failures = new ArrayDeque<>();

    private final TreeMap<Long, Optional<String>> records = new TreeMap<>();
    private long start;
    private long end;
    private long nanos = 1;
    private Runnable later = () -> {};
    private long laterAt = Long.MAX_VALUE;
    private boolean silent;
    private boolean exists = true;
    private int opened;
    private int closed;
    private int seeks;

    /** Appends a record with its own offset as its text. */
    MemoryTopic append(int count) {
        for (int i = 0; i < count; i++) {
            append(Long.toString(end));
        }
        return this;
    }

    /** @param value null: a tombstone */
    MemoryTopic append(String value) {
        records.put(end++, Optional.ofNullable(value));
        return this;
    }

    /** Appends what takes offsets and is no record: a marker, aborted data, a key that was compacted away. */
    MemoryTopic appendHole(int offsets) {
        end += offsets;
        return this;
    }

    /** Retention: the log begins later. */
    MemoryTopic deleteBefore(long offset) {
        start = offset;
        records.headMap(offset).clear();
        return this;
    }

    /** An unclean election: the log ends earlier. */
    MemoryTopic truncateTo(long offset) {
        end = offset;
        records.tailMap(offset).clear();
        return this;
    }

    /** No broker answers any more. */
    MemoryTopic silence() {
        silent = true;
        return this;
    }

    /** The brokers answer, and know no such topic. */
    MemoryTopic delete() {
        exists = false;
        return this;
    }

    /** Everything as usual again once consumers have waited this long. */
    MemoryTopic backAfter(Duration waited) {
        laterAt = nanos + waited.toNanos();
        later = () -> {
            silent = false;
            exists = true;
        };
        return this;
    }

    void pass(Duration time) {
        nanos += time.toNanos();
        if (nanos >= laterAt) {
            later.run();
        }
    }

    Duration waited() {
        return Duration.ofNanos(nanos - 1);
    }

    int opened() {
        return opened;
    }

    int closed() {
        return closed;
    }

    /** How often consumers were sent to another place than where they were. */
    int seeks() {
        return seeks;
    }

    KafkaRangeReader reader(long from, long until) {
        return KafkaRangeReader.open(KAFKA, range(from, until), tallyroll.retry.Waits.KAFKA_RANGE.limit(), cursors);
    }

    static Claim.Range range(long from, long until) {
        return new Claim.Range("flights", 0, from, until);
    }

    /** Offset and text of every record that is left to read. */
    static List<String> rest(KafkaRangeReader reader) {
        List<String> read = new ArrayList<>();
        while (reader.next()) {
            read.add(
                    reader.tombstone()
                            ? reader.offset() + " -"
                            : reader.offset() + " " + reader.value().text());
        }
        return read;
    }

    private Consumer<ByteBuffer, ByteBuffer> consumer() {
        opened++;
        return new LogConsumer();
    }

    /** As a fetch gives it: a part of a larger buffer. */
    private static ByteBuffer buffer(String value) {
        ByteBuffer whole = ByteBuffer.wrap(("<<" + value + ">>").getBytes(StandardCharsets.UTF_8));
        return whole.position(1).slice().position(1).limit(whole.remaining() - 2);
    }

    private final class LogConsumer extends MockConsumer<ByteBuffer, ByteBuffer> {
        LogConsumer() {
            super(OffsetResetStrategy.NONE);
        }

        @Override
        public synchronized void seek(TopicPartition partition, long offset) {
            seeks++;
            super.seek(partition, offset);
        }

        @Override
        public synchronized ConsumerRecords<ByteBuffer, ByteBuffer> poll(Duration patience) {
            if (!failures.isEmpty()) {
                throw failures.remove();
            }
            long position = position(PARTITION);
            if (silent || !exists || position == end) {
                pass(patience);
                return ConsumerRecords.empty();
            }
            if (position < start || position > end) {
                throw new OffsetOutOfRangeException(Map.of(PARTITION, position));
            }
            List<ConsumerRecord<ByteBuffer, ByteBuffer>> given = new ArrayList<>();
            records.tailMap(position).entrySet().stream()
                    .limit(RECORDS_A_POLL)
                    .forEach(record -> given.add(new ConsumerRecord<>(
                            PARTITION.topic(),
                            PARTITION.partition(),
                            record.getKey(),
                            ConsumerRecord.NO_TIMESTAMP,
                            TimestampType.NO_TIMESTAMP_TYPE,
                            ConsumerRecord.NULL_SIZE,
                            ConsumerRecord.NULL_SIZE,
                            null,
                            record.getValue().map(MemoryTopic::buffer).orElse(null),
                            new RecordHeaders(),
                            Optional.of(EPOCH))));
            super.seek(
                    PARTITION,
                    given.isEmpty() ? end : given.get(given.size() - 1).offset() + 1);
            return given.isEmpty() ? ConsumerRecords.empty() : new ConsumerRecords<>(Map.of(PARTITION, given));
        }

        @Override
        public Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> of, Duration patience) {
            answer(patience);
            return Map.of(PARTITION, start);
        }

        @Override
        public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> of, Duration patience) {
            answer(patience);
            return Map.of(PARTITION, end);
        }

        @Override
        public List<PartitionInfo> partitionsFor(String topic, Duration patience) {
            answer(patience);
            return exists ? List.of(new PartitionInfo(topic, 0, null, null, null)) : List.of();
        }

        @Override
        public synchronized void close(Duration patience) {
            closed++;
            super.close(patience);
        }

        private void answer(Duration patience) {
            if (silent) {
                pass(patience);
                throw new TimeoutException("no answer in " + patience.toSeconds() + " s");
            }
        }
    }
}
