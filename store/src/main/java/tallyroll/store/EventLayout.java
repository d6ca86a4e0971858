package tallyroll.store;

import com.datastax.oss.driver.api.core.cql.Statement;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;
import tallyroll.control.IngestClaim;
import tallyroll.event.Event;
import tallyroll.record.SystemOfRecord.Batches;
import tallyroll.record.SystemOfRecord.EventReader;
import tallyroll.time.Micros;

/** How events stand in tables; marks, settling and dead letters are the same for all layouts. */
interface EventLayout {
    /** The writer of one task. */
    Writer writer(Task task);

    /** Gives every event of a bucket in the given slices, in order of (batch, task, sequence). */
    void read(long bucket, List<Integer> slices, EventReader reader);

    /** As {@link #read(long, List, EventReader)}, of at least the events whose identity begins with one of {@code halves}. */
    void read(long bucket, List<Integer> slices, long[] halves, EventReader reader);

    /** Gives the first half of the identity of every event that some batches recorded, in portions and in no order. */
    Iterator<long[]> identities(long bucket, List<Integer> slices, Batches batches);

    /** Gives what the attempts of one task of a batch recorded in a bucket. */
    void readTask(long bucket, IngestClaim claim, int task, EventReader reader);

    /** Drops what earlier attempts of a task recorded in a bucket, also what arrives later; confirmed once its writes were awaited. */
    void supersede(long bucket, Task task);

    /** How many events some batches recorded in a bucket, forgotten ones too. */
    long count(long bucket, List<Integer> slices, Batches batches);

    /** Drops the events in the given slices and keeps their identities; returns how many there are, also without events. */
    long forgetEvents(Removal removal);

    /** Drops the given slices; returns how many events they had. */
    long forget(Removal removal);

    /** What is dropped, at which write timestamp. What is sent is confirmed once {@code writes} has been awaited. */
    record Removal(long bucket, List<Integer> slices, long writeTimestamp, RecordWrites writes) {
        void send(Statement<?> deletion) {
            writes.add(deletion, 0, "that bucket " + Micros.toInstant(bucket) + " is forgotten");
        }
    }

    /** Who writes: an attempt of a task of a batch, after the marks of the buckets it touches. */
    record Task(IngestClaim claim, int number, int attempt, RecordWrites writes, Marker marker) {
        long writeTimestamp() {
            return claim.writeTimestamp(attempt);
        }

        /** Whether no other attempt can have recorded anything. */
        boolean first() {
            return claim.firstAttempt(attempt);
        }

        /** Sends a deletion of what was written before this attempt. */
        void supersede(long bucket, Statement<?> deletion) {
            writes.add(
                    deletion,
                    0,
                    "that batch " + claim.batch() + " has recorded bucket " + Micros.toInstant(bucket) + " again");
        }

        /** The highest write timestamp that an earlier attempt can have, µs. */
        long earlier() {
            return writeTimestamp() - 1;
        }

        Claim.Range range() {
            return claim.range(number);
        }
    }

    /** Marks a bucket touched; completes when the mark stands and the claim was open after that. */
    @FunctionalInterface
    interface Marker {
        CompletableFuture<Void> mark(long bucket);
    }

    /** Takes a task's events. */
    interface Writer extends AutoCloseable {
        void add(long bucket, Event event, long offset, Slice raw);

        /** Sends what is still held back. */
        void flush();

        @Override
        void close();
    }
}
