package tallyroll.source;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import tallyroll.control.Claim;
import tallyroll.pipeline.Pipeline;

/**
 * Some records of a topic: of each partition the first and the last that it keeps, for a pipeline begins with the first and lives on
 * the last. Reading leaves no trace: there is no consumer group, nothing is committed, no topic is made.
 *
 * @param records without those whose value is null
 * @param tombstones records whose value is null
 * @param kept how many offsets the topic keeps, which is about how many records
 */
public record TopicSample(List<Read> records, int tombstones, long kept, int partitions) {
    public TopicSample {
        records = List.copyOf(records);
    }

    /**
     * A record.
     *
     * @param headers the last of each name that has a value
     * @param timestamp ms since 1970
     */
    public record Read(byte[] value, Optional<byte[]> key, Map<String, byte[]> headers, long timestamp) {
        public Read {
            headers = Map.copyOf(headers);
        }

        static Read of(ConsumerRecord<ByteBuffer, ByteBuffer> record, byte[] value) {
            Map<String, byte[]> headers = new HashMap<>();
            for (Header header : record.headers()) {
                if (header.value() != null) {
                    headers.put(header.key(), header.value());
                }
            }
            return new Read(value, Optional.ofNullable(record.key()).map(Read::bytes), headers, record.timestamp());
        }

        private static byte[] bytes(ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
    }

    /**
     * Reads until it has that many records or bytes, or the time is over and it has some.
     *
     * @throws SourceException where the topic is missing, the brokers are silent, or they refuse this client
     */
    public static TopicSample read(Pipeline.Kafka kafka, int records, long bytes, Duration time) {
        Reading reading = new Reading(kafka, bytes, System.nanoTime() + time.toNanos());
        try (KafkaTopic topic = KafkaTopic.open(kafka)) {
            Map<Integer, Long> first = topic.earliest();
            Map<Integer, Long> end = topic.latest();
            long kept = 0;
            for (int partition : end.keySet()) {
                kept += Math.max(0, end.get(partition) - first.getOrDefault(partition, 0L));
            }
            for (Claim.Range range : ranges(kafka.topic(), first, end, records)) {
                reading.read(range, time);
            }
            return new TopicSample(reading.records, reading.tombstones, kept, end.size());
        }
    }

    /** The ends of each partition that has records, so that they hold as many as are wanted together. */
    static List<Claim.Range> ranges(String topic, Map<Integer, Long> first, Map<Integer, Long> end, int records) {
        List<Integer> filled = end.keySet().stream()
                .filter(partition -> end.get(partition) > first.getOrDefault(partition, 0L))
                .sorted()
                .toList();
        List<Claim.Range> ranges = new ArrayList<>();
        long quota = filled.isEmpty() ? 0 : Math.max(1, records / filled.size());
        for (int partition : filled) {
            long from = first.getOrDefault(partition, 0L);
            long until = end.get(partition);
            if (until - from <= quota) {
                ranges.add(new Claim.Range(topic, partition, from, until));
            } else {
                long head = quota / 2;
                ranges.add(new Claim.Range(topic, partition, from, from + head));
                ranges.add(new Claim.Range(topic, partition, until - (quota - head), until));
            }
        }
        return ranges;
    }

    private static final class Reading {
        private final Pipeline.Kafka kafka;
        private final Cursors cursors = new Cursors(1, 0);
        private final long deadlineNanos;
        private final List<Read> records = new ArrayList<>();
        private long bytesLeft;
        private int tombstones;

        Reading(Pipeline.Kafka kafka, long bytes, long deadlineNanos) {
            this.kafka = kafka;
            this.bytesLeft = bytes;
            this.deadlineNanos = deadlineNanos;
        }

        void read(Claim.Range range, Duration patience) {
            if (done()) {
                return;
            }
            try (KafkaRangeReader reader = KafkaRangeReader.open(kafka, range, patience, cursors)) {
                while (!done() && next(reader)) {
                    if (reader.tombstone()) {
                        tombstones++;
                    } else {
                        byte[] value = reader.value().toByteArray();
                        records.add(Read.of(reader.current(), value));
                        bytesLeft -= value.length;
                    }
                }
            }
        }

        /** What was deleted since the ends were asked for is nothing that a sample lacks. */
        private static boolean next(KafkaRangeReader reader) {
            while (true) {
                try {
                    return reader.next();
                } catch (RangeGoneException gone) {
                    // the next call goes on behind it
                }
            }
        }

        private boolean done() {
            return bytesLeft <= 0 || (System.nanoTime() >= deadlineNanos && !records.isEmpty());
        }
    }
}
