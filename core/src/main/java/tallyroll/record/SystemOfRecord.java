package tallyroll.record;

import java.util.Iterator;
import java.util.List;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;
import tallyroll.control.ForgetClaim;
import tallyroll.control.IngestClaim;
import tallyroll.control.SettleClaim;
import tallyroll.event.Event;

/**
 * Port: the raw events of a pipeline, by record bucket, with the marks of the buckets touched. Safe for use by many threads.
 *
 * <p>What was appended is durable, and each event of a task stands here once. Every attempt of a task, in every run of its batch,
 * appends the whole of it under keys of its own, and what {@link #readTask} gives is a part of that; once it is finished, what earlier
 * ones appended is superseded. So nothing is written over by less, and a late write of an earlier attempt adds nothing.
 *
 * <p>An event may stand in the record more than once all the same (re-read under another batch); {@link #read} gives all of them, in
 * order of (batch, task, sequence), and the reader drops duplicates by identity.
 */
public interface SystemOfRecord extends AutoCloseable {
    /**
     * Opens the record for one attempt of a task of a claimed batch. Not thread-safe.
     *
     * <p>What earlier attempts and runs of the task have recorded stands beside what this one adds until {@link
     * Appender#finish} returns; from then on only this one's events stand, and none of theirs comes back. For an event is sent to a
     * bucket only after its mark stands and the claim was found to be open after that: whoever claims the batch again finds every
     * bucket that anything of an earlier run can still arrive in.
     *
     * @param task the task's index among the claim's ranges
     * @param attempt k of rule R3
     */
    Appender appender(IngestClaim claim, int task, int attempt);

    /**
     * Opens the record for dead letters alone, of a process that claims no batches. Not thread-safe.
     *
     * @param writeTimestamp µs
     */
    DeadLetterAppender deadLetterAppender(long writeTimestamp);

    /** Takes dead letters; all are durable once {@link #finish} returned. */
    interface DeadLetterAppender extends AutoCloseable {
        /** Adds a record that could not be decoded. Adding it again changes nothing. */
        void reject(DeadLetter letter);

        /** Returns once everything added is durable. */
        void finish();

        /** Gives up what was not finished. */
        @Override
        void close();
    }

    /** Takes events as well; all are durable, and every touched bucket is marked, once {@link #finish} returned. */
    interface Appender extends DeadLetterAppender {
        /**
         * Adds an event's raw bytes (copied) to a record bucket.
         *
         * @param bucket the record bucket's start, µs
         * @param event its identity and time
         * @param offset where the source had it, within the task's range
         * @throws tallyroll.summary.StoreException when the store cannot take it
         */
        void add(long bucket, Event event, long offset, Slice raw);
    }

    /** Gives every event of a bucket to {@code reader}, in order of (batch, task, sequence). */
    void read(long bucket, EventReader reader);

    /**
     * As {@link #read(long, EventReader)}, of at least those events whose identity begins with one of some 8 bytes; others may be
     * among them, but the fewer the cheaper.
     *
     * @param halves ascending
     */
    void read(long bucket, long[] halves, EventReader reader);

    /**
     * Gives the first 8 bytes of the identity of every event of a bucket that was recorded in some batches, repeated ones too, in
     * no order. Much cheaper than {@link #read(long, EventReader)}: the events themselves stay packed. Portions of bounded size
     * come as they are asked for, so a bucket of any size can be gone through.
     */
    Iterator<long[]> identities(long bucket, Batches batches);

    /** The batches {@code [from, before)}. */
    record Batches(long from, long before) {
        /** Those below a number. */
        public static Batches before(long batch) {
            return new Batches(0, batch);
        }

        /** Whether a batch is one of them. */
        public boolean contain(long batch) {
            return from <= batch && batch < before;
        }
    }

    /** Receives recorded events. */
    @FunctionalInterface
    interface EventReader {
        /** Tells which batch recorded the events that follow. */
        default void batch(long number) {
            // most readers need not know
        }

        /**
         * @param source identifies the task's range the event came from
         * @param offset where the source had it
         * @param raw the bytes, valid during the call
         */
        void event(Claim.Range source, long offset, Slice raw);
    }

    /**
     * Gives what a task of the open batch has recorded so far, whatever run and attempt of it did, of all buckets. The same event may
     * be given more than once, where several attempts have recorded it and none has finished since.
     */
    void readTask(IngestClaim claim, int task, EventReader reader);

    /** How many events of a bucket some batches recorded, repeated and forgotten ones too; no dearer than {@link #identities}. */
    long count(long bucket, Batches batches);

    /** The marks of all buckets that start in {@code [from, to)}, ascending. */
    List<BucketMark> marks(long from, long to);

    /** Those of the buckets that start in {@code [from, to)} that may hold what takes identities out, see {@link Event#isVoid}; ascending. */
    List<Long> voided(long from, long to);

    /** Marks buckets settled as of a batch. All marks stand when this returns; where it throws, some may. Repeating it changes nothing. */
    void settled(SettleClaim claim, List<Settlement> buckets);

    /**
     * Says how many events have been counted in buckets, once the batch that counted the last of them is committed. All of it stands
     * when this returns; where it throws, some may. Repeating it changes nothing, and what an earlier batch says later is lost.
     */
    void counted(IngestClaim claim, List<Counted> buckets);

    /**
     * Drops the events of a bucket. Their identities and the bucket's marks stay; {@link #read} gives none of them any more, and a
     * late write of an earlier batch brings none back. Repeating it changes nothing.
     *
     * @return how many events were found, also those that were dropped before
     */
    long forgetEvents(long bucket, ForgetClaim claim);

    /**
     * Drops all that is known of a bucket: events, identities and what the index has of them, then marks. A late write of an earlier batch brings nothing back.
     * Repeating it changes nothing, and completes what was cut short.
     *
     * @return how many events were found, also those that were dropped before
     */
    long forget(long bucket, ForgetClaim claim);

    /**
     * Makes a settled bucket dirty: an event that counts in it came again with an event time elsewhere, so another may count now.
     * The mark stands when this returns. Repeating it changes nothing.
     *
     * @param batch from which on it is dirty: until a batch of at least this number has settled it
     * @param writeTimestamp µs, claimed already; no lower than that of the batch that settled it
     */
    void moved(long bucket, long batch, long writeTimestamp);

    /** Dead letters, newest batch first. */
    List<DeadLetter> deadLetters(int max);

    /** Gives every dead letter to {@code reader}, newest batch first; they are never in memory together. */
    default void readDeadLetters(DeadLetterReader reader) {
        readDeadLetters(Batches.before(Long.MAX_VALUE), reader);
    }

    /** As {@link #readDeadLetters(DeadLetterReader)}, of those that some batches met. */
    void readDeadLetters(Batches batches, DeadLetterReader reader);

    /**
     * Takes dead letters away, which are events by now or dead letters of a later batch. All are gone when this returns; where it
     * throws, some may. Repeating it changes nothing, and a late write of their batch brings none back.
     *
     * @param writeTimestamp of a later batch, µs, claimed already
     */
    void removeDeadLetters(List<DeadLetter> letters, long writeTimestamp);

    /** Receives dead letters. */
    @FunctionalInterface
    interface DeadLetterReader {
        /** @param writtenMicros the write timestamp of the batch that met it, µs: about when that was; 0 where that is unknown */
        void letter(DeadLetter letter, long writtenMicros);
    }

    /** What was not read, and why. */
    GapStore gaps();

    /** The identities in a form that is searched at little cost. */
    IdentityIndex index();

    @Override
    void close();
}
