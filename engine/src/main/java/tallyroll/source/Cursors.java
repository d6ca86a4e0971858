package tallyroll.source;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import tallyroll.pipeline.Pipeline;

/**
 * The idle cursors of this JVM. A task borrows one and gives it back when it has read its range to the end; one that met an error
 * is closed instead, so that nothing half read is ever handed on.
 */
final class Cursors {
    static final Cursors OF_THIS_JVM =
            new Cursors(Math.max(2, Runtime.getRuntime().availableProcessors()), TimeUnit.MINUTES.toNanos(1));

    private final int max;
    private final long keepNanos;
    private final Function<Pipeline.Kafka, Consumer<ByteBuffer, ByteBuffer>> consumers;
    private final LongSupplier nanoTime;
    private final List<Cursor> idle = new ArrayList<>();

    /** Of real consumers in real time. */
    Cursors(int max, long keepNanos) {
        this(max, keepNanos, kafka -> ConsumerOptions.of(kafka).newConsumer(), System::nanoTime);
    }

    /**
     * @param max idle cursors that are kept, each for {@code keepNanos}
     * @param consumers makes one for a source
     * @param nanoTime ns from anywhere, as {@link System#nanoTime}
     */
    Cursors(
            int max,
            long keepNanos,
            Function<Pipeline.Kafka, Consumer<ByteBuffer, ByteBuffer>> consumers,
            LongSupplier nanoTime) {
        this.max = max;
        this.keepNanos = keepNanos;
        this.consumers = consumers;
        this.nanoTime = nanoTime;
    }

    /** The time by which readers of these cursors wait. */
    long nanoTime() {
        return nanoTime.getAsLong();
    }

    /** A cursor at that offset: best the one that stopped there, else any of the same source, else a new one. */
    Cursor borrow(Pipeline.Kafka kafka, TopicPartition partition, long offset) {
        Cursor cursor = choose(kafka, partition, offset);
        if (cursor == null) {
            cursor = new Cursor(kafka, consumers.apply(kafka));
        }
        if (!cursor.standsAt(partition, offset)) {
            cursor.moveTo(partition, offset);
        }
        return cursor;
    }

    void giveBack(Cursor cursor) {
        cursor.idleSince(nanoTime());
        List<Cursor> surplus = new ArrayList<>();
        synchronized (this) {
            idle.add(cursor);
            while (idle.size() > max) {
                surplus.add(idle.remove(0));
            }
        }
        surplus.forEach(Cursor::close);
    }

    private Cursor choose(Pipeline.Kafka kafka, TopicPartition partition, long offset) {
        List<Cursor> stale = new ArrayList<>();
        Cursor chosen = null;
        synchronized (this) {
            long now = nanoTime();
            idle.removeIf(cursor -> now - cursor.idleSince() > keepNanos && stale.add(cursor));
            for (Cursor cursor : idle) {
                boolean fits = cursor.kafka().equals(kafka);
                if (fits && (chosen == null || cursor.standsAt(partition, offset))) {
                    chosen = cursor;
                }
            }
            idle.remove(chosen);
        }
        stale.forEach(Cursor::close);
        return chosen;
    }
}
