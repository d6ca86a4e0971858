package tallyroll.store;

import java.util.Iterator;
import java.util.List;
import tallyroll.bytes.Slice;
import tallyroll.control.ForgetClaim;
import tallyroll.control.IngestClaim;
import tallyroll.control.SettleClaim;
import tallyroll.event.Event;
import tallyroll.pipeline.Pipeline.Lives;
import tallyroll.record.BucketMark;
import tallyroll.record.Counted;
import tallyroll.record.DeadLetter;
import tallyroll.record.GapStore;
import tallyroll.record.IdentityIndex;
import tallyroll.record.Settlement;
import tallyroll.record.SystemOfRecord;
import tallyroll.time.Micros;

/** In place of the record where a strategy keeps none: dead letters are kept, events are not, and no bucket is ever dirty. */
final class NoRecord implements SystemOfRecord {
    private final DeadLetters deadLetters;
    private final Gaps gaps;

    NoRecord(Requests requests, String keyspace, Lives lives) {
        deadLetters = new DeadLetters(requests, keyspace, lives);
        gaps = new Gaps(requests, keyspace, lives);
    }

    @Override
    public Appender appender(IngestClaim claim, int task, int attempt) {
        return new NoEvents(deadLetterAppender(claim.writeTimestamp(attempt)));
    }

    @Override
    public DeadLetterAppender deadLetterAppender(long writeTimestamp) {
        return deadLetters.appender(writeTimestamp);
    }

    @Override
    public void read(long bucket, EventReader reader) {
        throw new IllegalStateException(
                "bucket " + Micros.toInstant(bucket) + " cannot be read: no events are recorded");
    }

    @Override
    public void readTask(IngestClaim claim, int task, EventReader reader) {
        // nothing was recorded
    }

    @Override
    public long count(long bucket, Batches batches) {
        return 0;
    }

    @Override
    public void read(long bucket, long[] halves, EventReader reader) {
        read(bucket, reader);
    }

    @Override
    public Iterator<long[]> identities(long bucket, Batches batches) {
        throw new IllegalStateException(
                "bucket " + Micros.toInstant(bucket) + " cannot be read: no events are recorded");
    }

    @Override
    public List<Long> voided(long from, long to) {
        return List.of();
    }

    @Override
    public List<BucketMark> marks(long from, long to) {
        return List.of();
    }

    @Override
    public void settled(SettleClaim claim, List<Settlement> buckets) {
        throw new IllegalStateException("batch " + claim.batch() + " cannot settle buckets: nothing is recorded");
    }

    @Override
    public void counted(IngestClaim claim, List<Counted> buckets) {
        if (!buckets.isEmpty()) {
            throw new IllegalStateException(
                    "batch " + claim.batch() + " cannot say what it counted by bucket: nothing is recorded");
        }
    }

    @Override
    public long forgetEvents(long bucket, ForgetClaim claim) {
        throw new IllegalStateException(
                "bucket " + Micros.toInstant(bucket) + " cannot be forgotten: nothing is recorded");
    }

    @Override
    public long forget(long bucket, ForgetClaim claim) {
        throw new IllegalStateException(
                "bucket " + Micros.toInstant(bucket) + " cannot be forgotten: nothing is recorded");
    }

    @Override
    public void moved(long bucket, long batch, long writeTimestamp) {
        throw new IllegalStateException(
                "bucket " + Micros.toInstant(bucket) + " cannot be marked: nothing is recorded");
    }

    @Override
    public List<DeadLetter> deadLetters(int max) {
        return deadLetters.newest(max);
    }

    @Override
    public void readDeadLetters(Batches batches, DeadLetterReader reader) {
        deadLetters.read(batches, reader);
    }

    @Override
    public void removeDeadLetters(List<DeadLetter> letters, long writeTimestamp) {
        deadLetters.remove(letters, writeTimestamp);
    }

    @Override
    public GapStore gaps() {
        return gaps;
    }

    @Override
    public IdentityIndex index() {
        throw new IllegalStateException("no identities can be searched: nothing is recorded");
    }

    @Override
    public void close() {
        // the session belongs to CassandraStores
    }

    private record NoEvents(DeadLetterAppender letters) implements Appender {
        @Override
        public void add(long bucket, Event event, long offset, Slice raw) {
            throw new IllegalStateException("an event of bucket " + Micros.toInstant(bucket) + " was to be recorded");
        }

        @Override
        public void reject(DeadLetter letter) {
            letters.reject(letter);
        }

        @Override
        public void finish() {
            letters.finish();
        }

        @Override
        public void close() {
            letters.close();
        }
    }
}
