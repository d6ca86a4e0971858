package tallyroll.source;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;
import tallyroll.control.LastRead;
import tallyroll.control.SourceState;
import tallyroll.pipeline.Pipeline;
import tallyroll.retry.Waits;

/**
 * Reads the committed records of one claimed range, in order, exactly once each: a task's side of the source.
 *
 * <p>{@code while (reader.next()) { … reader.value() … }}. The bytes are a slice of the fetched buffer and stay as they are, but
 * whoever keeps them keeps the whole buffer: copy what outlives the record. Offsets that hold no record (transaction markers,
 * aborted data, compacted keys) are passed over; the range ends by position.
 *
 * <p>A broker that is silent, restarting or moving a partition is waited for, two minutes without any progress; then {@link
 * SourceException}. Not thread-safe. {@link #close} must be called: a range read to its end gives its consumer to the next one.
 */
public final class KafkaRangeReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);

    private static final Duration PROBE = Duration.ofSeconds(5);
    private static final ByteBuffer NO_VALUE = ByteBuffer.allocate(0);

    private final Pipeline.Kafka kafka;
    private final Claim.Range range;
    private final TopicPartition partition;
    private final Duration patience;
    private final Cursors cursors;
    private final Cursor cursor;
    private final Slice value = new Slice();
    private boolean finished;
    private ConsumerRecord<ByteBuffer, ByteBuffer> current;
    private ConsumerRecord<ByteBuffer, ByteBuffer> last;

    private KafkaRangeReader(Pipeline.Kafka kafka, Claim.Range range, Duration patience, Cursors cursors) {
        // the range may be of a later incarnation, which is the topic's name and more
        String topic = SourceState.baseName(range.source());
        this.kafka = kafka.only(topic);
        this.range = range;
        this.patience = patience;
        this.cursors = cursors;
        this.partition = new TopicPartition(topic, range.partition());
        this.finished = range.length() == 0;
        this.cursor = finished ? null : cursors.borrow(kafka, partition, range.from());
    }

    public static KafkaRangeReader open(Pipeline.Kafka kafka, Claim.Range range) {
        return open(kafka, range, Waits.KAFKA_RANGE.limit(), Cursors.OF_THIS_JVM);
    }

    static KafkaRangeReader open(Pipeline.Kafka kafka, Claim.Range range, Duration patience, Cursors cursors) {
        try {
            return new KafkaRangeReader(kafka, range, patience, cursors);
        } catch (KafkaException e) {
            throw KafkaErrors.of(kafka, e);
        }
    }

    /**
     * Goes to the next record.
     *
     * @return false behind the last one of the range
     * @throws RangeGoneException where part of the range is no longer kept; the next call goes on behind it
     * @throws SourceException where the rest of the range cannot be read now
     */
    public boolean next() {
        if (finished) {
            return false;
        }
        current = cursor.take(range.until());
        if (current == null) {
            current = fetch();
        }
        finished = current == null;
        if (!finished) {
            last = current;
            value.set(tombstone() ? NO_VALUE : current.value());
        }
        return !finished;
    }

    /** What was read last so far, with its leader's epoch and the end of the log as the consumer has seen it. */
    Optional<LastRead> lastRead() {
        return Optional.ofNullable(last)
                .map(record -> new LastRead(
                        record.offset(),
                        record.leaderEpoch().orElse(LastRead.NO_EPOCH),
                        Math.max(record.offset() + 1, cursor.end())));
    }

    public long offset() {
        return current.offset();
    }

    /** Whether the record has no value: there is nothing to decode, and it is a dead letter. */
    public boolean tombstone() {
        return current.value() == null;
    }

    /** The record's value, empty for a tombstone; valid until the next step. */
    public Slice value() {
        return value;
    }

    /** The record itself. */
    ConsumerRecord<ByteBuffer, ByteBuffer> current() {
        return current;
    }

    @Override
    public void close() {
        if (cursor == null) {
            return;
        }
        if (finished) {
            cursors.giveBack(cursor);
        } else {
            cursor.close();
        }
    }

    private ConsumerRecord<ByteBuffer, ByteBuffer> fetch() {
        Waiting waiting = new Waiting();
        cursor.settle();
        while (cursor.position() < range.until()) {
            long before = cursor.position();
            try {
                cursor.fetch(POLL);
                ConsumerRecord<ByteBuffer, ByteBuffer> record = cursor.take(range.until());
                if (record != null) {
                    return record;
                }
                cursor.settle();
                if (cursor.position() > before) {
                    waiting = new Waiting();
                } else {
                    waiting.check(null);
                }
            } catch (LogTruncationException e) {
                throw truncated(firstOther(e), e);
            } catch (InvalidOffsetException e) {
                passGap(e, waiting);
            } catch (RetriableException e) {
                waiting.check(e);
            } catch (InterruptException e) {
                throw e;
            } catch (KafkaException e) {
                throw fault(e);
            }
        }
        return null;
    }

    /** The position is outside the log: behind its start is a gap, beyond its end a truncation. */
    private void passGap(InvalidOffsetException cause, Waiting waiting) {
        long position = cursor.position();
        try {
            long start = cursor.logStart(PROBE);
            if (position < start) {
                long resume = Math.min(start, range.until());
                cursor.moveTo(partition, resume);
                throw new RangeGoneException(
                        new Claim.Range(range.source(), range.partition(), position, resume), start);
            }
            long end = cursor.logEnd(PROBE);
            if (position > end) {
                throw truncated(end, cause);
            }
            cursor.moveTo(partition, position);
        } catch (RetriableException e) {
            waiting.check(e);
            cursor.moveTo(partition, position);
        }
    }

    /** Where the log was cut off while it was read; what stands behind that now are other records. */
    private long firstOther(LogTruncationException cut) {
        OffsetAndMetadata known = cut.divergentOffsets().get(partition);
        return known == null ? 0 : known.offset();
    }

    private SourceException truncated(long end, Throwable cause) {
        return new SourceException(
                SourceException.Fault.TRUNCATED,
                cannot() + "the log ends at " + end
                        + ", before records that were there when the batch was claimed. The topic"
                        + " was truncated (an unclean leader election, or deleted and re-created). Restore it, or accept what"
                        + " is there now with \"./tallyroll skip FILE --replaced-source\".",
                cause);
    }

    private SourceException fault(KafkaException e) {
        SourceException named = KafkaErrors.of(kafka, e);
        if (named.fault() != SourceException.Fault.FAILED) {
            return named;
        }
        return new SourceException(
                SourceException.Fault.CORRUPT,
                cannot() + "the batch at offset " + cursor.position() + " cannot be understood (" + e.getMessage()
                        + "). Check the broker's disk, and the codec the producer compresses with.",
                e);
    }

    private String cannot() {
        return "Cannot read offsets " + cursor.position() + " to " + (range.until() - 1) + " of partition "
                + range.partition() + " of " + KafkaErrors.where(kafka) + ": ";
    }

    /** Time passing without progress: looks for the reason, and gives up when patience is over. */
    private final class Waiting {
        private final long since = cursors.nanoTime();
        private long probedAt = since;
        private int missed;

        void check(RetriableException cause) {
            long now = cursors.nanoTime();
            if (now - probedAt < PROBE.toNanos() && now - since < patience.toNanos()) {
                return;
            }
            probedAt = now;
            long end;
            try {
                // A broker that just restarted may not know its topics yet: only repeated answers are believed.
                missed = cursor.topicExists(PROBE) ? 0 : missed + 1;
                if (missed > 2) {
                    throw KafkaErrors.missing(kafka, cause);
                }
                end = missed == 0 ? cursor.logEnd(PROBE) : Long.MAX_VALUE;
            } catch (RetriableException e) {
                giveUpAfterPatience(now, e);
                return;
            }
            if (end < range.until() && now - since >= patience.toNanos()) {
                throw truncated(end, cause);
            }
            giveUpAfterPatience(now, cause);
        }

        private void giveUpAfterPatience(long now, Throwable cause) {
            if (now - since >= patience.toNanos()) {
                throw new SourceException(
                        SourceException.Fault.UNREACHABLE,
                        cannot() + "no broker gave any of them for " + patience.toSeconds()
                                + " s. Check that the partition has a leader and that it can be reached from here.",
                        cause);
            }
        }
    }
}
