package tallyroll.store;

import java.util.List;
import java.util.function.LongConsumer;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;
import tallyroll.event.Event;
import tallyroll.record.BucketMark;
import tallyroll.record.DeadLetter;
import tallyroll.record.SystemOfRecord;

/** In place of the record where a strategy keeps none: dead letters are kept, events are not, and no bucket is ever dirty. */
final class NoRecord implements SystemOfRecord {
    private final Requests requests;
    private final DeadLetters deadLetters;

    NoRecord(Requests requests, String keyspace) {
        this.requests = requests;
        deadLetters = new DeadLetters(requests, keyspace);
    }

    @Override
    public Appender appender(Claim claim, int task, int attempt) {
        return new LettersOnly(claim.writeTimestamp() + attempt);
    }

    @Override
    public void read(long bucket, EventReader reader) {
        throw new IllegalStateException("bucket " + Times.instant(bucket) + " cannot be read: no events are recorded");
    }

    @Override
    public void identities(long bucket, LongConsumer visitor) {
        throw new IllegalStateException("bucket " + Times.instant(bucket) + " cannot be read: no events are recorded");
    }

    @Override
    public List<BucketMark> marks(long from, long to) {
        return List.of();
    }

    @Override
    public void settled(long bucket, Claim claim, long distinct, long duplicates) {
        throw new IllegalStateException("bucket " + Times.instant(bucket) + " cannot be settled: nothing is recorded");
    }

    @Override
    public List<DeadLetter> deadLetters(int max) {
        return deadLetters.newest(max);
    }

    @Override
    public void close() {
        // the session belongs to CassandraStores
    }

    private final class LettersOnly implements Appender {
        private final RecordWrites writes = new RecordWrites(requests);
        private final DeadLetters.Sink letters;

        LettersOnly(long writeTimestamp) {
            letters = deadLetters.sink(writes, writeTimestamp);
        }

        @Override
        public void add(long bucket, Event event, long offset, Slice raw) {
            throw new IllegalStateException("an event of bucket " + Times.instant(bucket) + " was to be recorded");
        }

        @Override
        public void reject(DeadLetter letter) {
            letters.add(letter);
        }

        @Override
        public void finish() {
            writes.await();
        }

        @Override
        public void close() {
            // nothing is held back
        }
    }
}
