package tallyroll.source;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
    private final List<Cursor> idle = new ArrayList<>();

    Cursors(int max, long keepNanos) {
        this.max = max;
        this.keepNanos = keepNanos;
    }

    /** A cursor at that offset: best the one that stopped there, else any of the same source, else a new one. */
    Cursor borrow(Pipeline.Kafka kafka, TopicPartition partition, long offset) {
        Cursor cursor = choose(kafka, partition, offset);
        if (cursor == null) {
            cursor = new Cursor(kafka);
        }
        if (!cursor.standsAt(partition, offset)) {
            cursor.moveTo(partition, offset);
        }
        return cursor;
    }

    void giveBack(Cursor cursor) {
        cursor.idleSince(System.nanoTime());
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
            long now = System.nanoTime();
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
