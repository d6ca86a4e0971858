package tallyroll.store;

import java.util.Iterator;
import java.util.List;
import tallyroll.bucket.Granularity;
import tallyroll.bytes.Slice;
import tallyroll.control.ForgetClaim;
import tallyroll.control.IngestClaim;
import tallyroll.control.OpenClaims;
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
import tallyroll.retry.Retries;
import tallyroll.summary.StoreException;
import tallyroll.time.Micros;

/** The system of record on Cassandra, in either layout. */
final class CassandraRecord implements SystemOfRecord {
    private final Requests requests;
    private final EventLayout layout;
    private final BucketMarks marks;
    private final DeadLetters deadLetters;
    private final Gaps gaps;
    private final OpenClaims claims;
    private final CassandraIndex index;

    CassandraRecord(
            Requests requests,
            String keyspace,
            Granularity bucket,
            EventLayout layout,
            Lives lives,
            OpenClaims claims) {
        this.requests = requests;
        this.layout = layout;
        this.claims = claims;
        marks = new BucketMarks(requests, keyspace, bucket);
        deadLetters = new DeadLetters(requests, keyspace, lives);
        gaps = new Gaps(requests, keyspace, lives);
        index = new CassandraIndex(requests, keyspace, bucket);
    }

    @Override
    public Appender appender(IngestClaim claim, int task, int attempt) {
        return new CassandraAppender(claim, task, attempt);
    }

    @Override
    public DeadLetterAppender deadLetterAppender(long writeTimestamp) {
        return deadLetters.appender(writeTimestamp);
    }

    @Override
    public void read(long bucket, EventReader reader) {
        try {
            layout.read(bucket, marks.slices(bucket), reader);
        } catch (StoreException already) {
            throw already;
        } catch (RuntimeException fault) {
            throw Pages.failed("Cannot read the record of bucket " + Micros.toInstant(bucket), fault);
        }
    }

    @Override
    public void readTask(IngestClaim claim, int task, EventReader reader) {
        try {
            marks.ofBatch(claim.batch()).forEach(bucket -> layout.readTask(bucket, claim, task, reader));
        } catch (StoreException already) {
            throw already;
        } catch (RuntimeException fault) {
            throw Pages.failed("Cannot read what batch " + claim.batch() + " has recorded", fault);
        }
    }

    @Override
    public long count(long bucket, Batches batches) {
        try {
            return layout.count(bucket, marks.slices(bucket), batches);
        } catch (RuntimeException fault) {
            throw Pages.failed("Cannot count the events of bucket " + Micros.toInstant(bucket), fault);
        }
    }

    @Override
    public void read(long bucket, long[] halves, EventReader reader) {
        try {
            layout.read(bucket, marks.slices(bucket), halves, reader);
        } catch (StoreException already) {
            throw already;
        } catch (RuntimeException fault) {
            throw Pages.failed("Cannot read the record of bucket " + Micros.toInstant(bucket), fault);
        }
    }

    @Override
    public Iterator<long[]> identities(long bucket, Batches batches) {
        return new Answered<>(
                "the identities of bucket " + Micros.toInstant(bucket),
                () -> layout.identities(bucket, marks.slices(bucket), batches));
    }

    @Override
    public void moved(long bucket, long batch, long writeTimestamp) {
        marks.moved(bucket, batch, writeTimestamp);
    }

    @Override
    public List<Long> voided(long from, long to) {
        try {
            return marks.voided(from, to);
        } catch (RuntimeException fault) {
            throw Pages.failed("Cannot read which buckets of the record hold voids", fault);
        }
    }

    @Override
    public List<BucketMark> marks(long from, long to) {
        try {
            return marks.marks(from, to);
        } catch (RuntimeException fault) {
            throw Pages.failed("Cannot read the marks of the record", fault);
        }
    }

    @Override
    public void settled(SettleClaim claim, List<Settlement> buckets) {
        marks.settled(claim, buckets);
    }

    @Override
    public void counted(IngestClaim claim, List<Counted> buckets) {
        marks.counted(claim, buckets);
    }

    @Override
    public long forgetEvents(long bucket, ForgetClaim claim) {
        try {
            EventLayout.Removal removal = removal(bucket, claim);
            long found = layout.forgetEvents(removal);
            removal.writes().await();
            return found;
        } catch (StoreException already) {
            throw already;
        } catch (RuntimeException fault) {
            throw Pages.failed("Cannot drop the events of bucket " + Micros.toInstant(bucket), fault);
        }
    }

    /** Events and index first, then the marks that say in which slices they are: cut short, it is done again. */
    @Override
    public long forget(long bucket, ForgetClaim claim) {
        try {
            EventLayout.Removal removal = removal(bucket, claim);
            long found = layout.forget(removal);
            removal.writes().await();
            index.forget(bucket, claim.writeTimestamp());
            marks.forget(removal, claim.after().acceptedFrom());
            return found;
        } catch (StoreException already) {
            throw already;
        } catch (RuntimeException fault) {
            throw Pages.failed("Cannot drop bucket " + Micros.toInstant(bucket) + " of the record", fault);
        }
    }

    private EventLayout.Removal removal(long bucket, ForgetClaim claim) {
        return new EventLayout.Removal(
                bucket, marks.slices(bucket), claim.writeTimestamp(), new RecordWrites(requests));
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
        return index;
    }

    @Override
    public void close() {
        // the session belongs to CassandraStores
    }

    private final class CassandraAppender implements Appender {
        private final RecordWrites writes;
        private final EventLayout.Writer events;
        private final DeadLetters.Sink letters;
        private final EventLayout.Task task;

        CassandraAppender(IngestClaim claim, int number, int attempt) {
            long writeTimestamp = claim.writeTimestamp(attempt);
            writes = new RecordWrites(requests, Retries.inTask(Retries.STORE_RECORD, attempt));
            OpenCheck open = new OpenCheck(claims, claim);
            EventLayout.Marker marker = bucket -> open.after(marks.mark(writes, bucket, claim, writeTimestamp));
            task = new EventLayout.Task(claim, number, attempt, writes, marker);
            events = layout.writer(task);
            letters = deadLetters.sink(writes, writeTimestamp);
        }

        @Override
        public void add(long bucket, Event event, long offset, Slice raw) {
            events.add(bucket, event, offset, raw);
        }

        @Override
        public void reject(DeadLetter letter) {
            letters.add(letter);
        }

        @Override
        public void finish() {
            events.flush();
            writes.await();
            if (!task.first()) {
                supersede();
            }
        }

        /** Only now, for until here what is superseded may have been the only one that stands. */
        private void supersede() {
            try {
                marks.ofBatch(task.claim().batch()).forEach(bucket -> layout.supersede(bucket, task));
            } catch (StoreException already) {
                throw already;
            } catch (RuntimeException fault) {
                throw Pages.failed(
                        "Cannot find what earlier attempts of batch "
                                + task.claim().batch() + " recorded",
                        fault);
            }
            writes.await();
        }

        @Override
        public void close() {
            events.close();
        }
    }
}
