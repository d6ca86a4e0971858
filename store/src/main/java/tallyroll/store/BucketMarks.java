package tallyroll.store;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import tallyroll.bucket.Granularity;
import tallyroll.bucket.Period;
import tallyroll.control.IngestClaim;
import tallyroll.control.SettleClaim;
import tallyroll.record.BucketMark;
import tallyroll.record.Counted;
import tallyroll.record.Settlement;
import tallyroll.time.Micros;

/**
 * Marks of touched buckets and what settling found (rule R8). A bucket's mark is written and acknowledged before the first of its
 * events is sent, so a crash at any point leaves the bucket dirty; each slice has a row of its own, so the marks also tell a
 * read which slices to look into.
 */
final class BucketMarks {
    private static final String KIND = "marks";
    /** In place of a slice: of a bucket that is dirty by an event elsewhere, and so holds nothing new itself. */
    private static final int NO_SLICE = -1;
    /** In place of a slice: of a bucket that may hold what takes identities out. */
    private static final int VOIDED = -2;

    private final Requests requests;
    private final Period period;
    private final String partitionInsert;
    private final String partitionSelect;
    private final String markInsert;
    private final String markSelect;
    private final String sliceSelect;
    private final String voidedSelect;
    private final String settledInsert;
    private final String countedInsert;
    private final String settledSelect;
    private final String markDelete;
    private final String settledDelete;
    private final String partitionDelete;
    private final Set<Long> known = ConcurrentHashMap.newKeySet();

    BucketMarks(Requests requests, String keyspace, Granularity bucket) {
        this.requests = requests;
        period = Period.of(bucket);
        String name = SummaryTable.quoted(keyspace) + ".";
        partitionInsert = "INSERT INTO " + name + "tally_partitions (kind, number) VALUES (?, ?) USING TIMESTAMP ?";
        partitionSelect = "SELECT number FROM " + name + "tally_partitions WHERE kind = ?";
        markInsert = "INSERT INTO " + name
                + "tally_marks (period, bucket, slice, last_batch) VALUES (?, ?, ?, ?) USING TIMESTAMP ?";
        markSelect = "SELECT bucket, last_batch FROM " + name
                + "tally_marks WHERE period = ? AND bucket >= ? AND bucket < ?";
        voidedSelect =
                "SELECT bucket, slice FROM " + name + "tally_marks WHERE period = ? AND bucket >= ? AND bucket < ?";
        sliceSelect = "SELECT slice FROM " + name + "tally_marks WHERE period = ? AND bucket = ?";
        settledInsert = "INSERT INTO " + name + "tally_settled (period, bucket, settled_batch, distinct_events,"
                + " duplicates, recounted) VALUES (?, ?, ?, ?, ?, ?) USING TIMESTAMP ?";
        countedInsert = "INSERT INTO " + name + "tally_settled (period, bucket, counted_batch, counted_events)"
                + " VALUES (?, ?, ?, ?) USING TIMESTAMP ?";
        settledSelect = "SELECT bucket, settled_batch, distinct_events, duplicates, recounted, counted_batch,"
                + " counted_events FROM " + name + "tally_settled WHERE period = ? AND bucket >= ? AND bucket < ?";
        markDelete = "DELETE FROM " + name + "tally_marks USING TIMESTAMP ? WHERE period = ? AND bucket = ?";
        settledDelete = "DELETE FROM " + name + "tally_settled USING TIMESTAMP ? WHERE period = ? AND bucket = ?";
        partitionDelete = "DELETE FROM " + name + "tally_partitions USING TIMESTAMP ? WHERE kind = ? AND number = ?";
    }

    /** Marks a bucket as touched; completes when the mark stands. */
    CompletableFuture<Void> mark(RecordWrites writes, long bucket, IngestClaim claim, long writeTimestamp) {
        CompletableFuture<Void> before = partition(writes, period.floor(bucket), writeTimestamp);
        if (claim.voids()) {
            before = mark(writes, before, bucket, VOIDED, claim, writeTimestamp);
        }
        return mark(writes, before, bucket, claim.slice(), claim, writeTimestamp);
    }

    private CompletableFuture<Void> mark(
            RecordWrites writes,
            CompletableFuture<Void> before,
            long bucket,
            int slice,
            IngestClaim claim,
            long writeTimestamp) {
        BoundStatement mark = Binding.of(requests.write(markInsert))
                .text(period.label(bucket))
                .time(bucket)
                .integer(slice)
                .number(claim.batch())
                .number(writeTimestamp)
                .done();
        return writes.send(before, mark, 0, "the mark of bucket " + Micros.toInstant(bucket));
    }

    /** Marks a bucket as touched, though no event was added to it; returns when the mark stands. */
    void moved(long bucket, long batch, long writeTimestamp) {
        RecordWrites writes = new RecordWrites(requests);
        BoundStatement mark = Binding.of(requests.write(markInsert))
                .text(period.label(bucket))
                .time(bucket)
                .integer(NO_SLICE)
                .number(batch)
                .number(writeTimestamp)
                .done();
        String what = "that bucket " + Micros.toInstant(bucket) + " is dirty again";
        writes.send(partition(writes, period.floor(bucket), writeTimestamp), mark, 0, what)
                .exceptionally(failed -> null)
                .join();
        writes.check();
    }

    void settled(SettleClaim claim, List<Settlement> buckets) {
        RecordWrites writes = new RecordWrites(requests);
        for (Settlement found : buckets) {
            long bucket = found.bucket();
            CompletableFuture<Void> partition = partition(writes, period.floor(bucket), claim.writeTimestamp());
            BoundStatement settled = Binding.of(requests.write(settledInsert))
                    .text(period.label(bucket))
                    .time(bucket)
                    .number(claim.batch())
                    .number(found.distinct())
                    .number(found.duplicates())
                    .time(found.recountedMicros())
                    .number(claim.writeTimestamp())
                    .done();
            String what = "that batch " + claim.batch() + " settled bucket " + Micros.toInstant(bucket);
            writes.add(partition, settled, 0, what);
        }
        writes.await();
    }

    /** The bucket is marked already, so its period is listed. */
    void counted(IngestClaim claim, List<Counted> buckets) {
        RecordWrites writes = new RecordWrites(requests);
        for (Counted events : buckets) {
            BoundStatement counted = Binding.of(requests.write(countedInsert))
                    .text(period.label(events.bucket()))
                    .time(events.bucket())
                    .number(events.batch())
                    .number(events.events())
                    .number(claim.writeTimestamp())
                    .done();
            String what = "what batch " + claim.batch() + " counted in bucket " + Micros.toInstant(events.bucket());
            writes.add(counted, 0, what);
        }
        writes.await();
    }

    /**
     * Drops the marks of a bucket, and the entries of its period and of earlier ones where all of them is dropped. In this order:
     * cut short, the entry still leads to what is left.
     */
    void forget(EventLayout.Removal removal, long acceptedFrom) {
        long bucket = removal.bucket();
        long start = period.floor(bucket);
        removal.send(deletion(settledDelete, removal));
        removal.send(deletion(markDelete, removal));
        removal.writes().await();
        // no event of a time before that comes any more, so no mark does
        for (long listed : periods()) {
            if (listed <= start && period.next(listed) <= acceptedFrom) {
                unlist(removal, listed);
            }
        }
    }

    private void unlist(EventLayout.Removal removal, long start) {
        if (marks(start, period.next(start)).isEmpty()) {
            removal.send(Binding.of(requests.write(partitionDelete))
                    .number(removal.writeTimestamp())
                    .text(KIND)
                    .number(start)
                    .done());
            removal.writes().await();
            known.remove(start);
        }
    }

    private BoundStatement deletion(String cql, EventLayout.Removal removal) {
        return Binding.of(requests.write(cql))
                .number(removal.writeTimestamp())
                .text(period.label(removal.bucket()))
                .time(removal.bucket())
                .done();
    }

    List<BucketMark> marks(long from, long to) {
        TreeMap<Long, BucketMark> marks = new TreeMap<>();
        if (from >= to) {
            return List.of();
        }
        for (long start : periods()) {
            if (start < to && period.next(start) > from) {
                merge(marks, start, Math.max(from, start), Math.min(to, period.next(start)));
            }
        }
        return List.copyOf(marks.values());
    }

    /** The buckets that may hold what takes identities out, ascending. */
    List<Long> voided(long from, long to) {
        TreeSet<Long> voided = new TreeSet<>();
        for (long start : from < to ? periods() : Set.<Long>of()) {
            if (start < to && period.next(start) > from) {
                BoundStatement select =
                        between(voidedSelect, start, Math.max(from, start), Math.min(to, period.next(start)));
                Pages.visit(requests.send(select), row -> {
                    if (row.getInt(1) == VOIDED) {
                        voided.add(Micros.of(row.getInstant(0)));
                    }
                });
            }
        }
        return List.copyOf(voided);
    }

    /** The buckets that a batch was the last to touch: of the open one, all that it has touched. */
    List<Long> ofBatch(long batch) {
        return marks(Long.MIN_VALUE, Long.MAX_VALUE).stream()
                .filter(mark -> mark.lastBatch() == batch)
                .map(BucketMark::bucket)
                .toList();
    }

    /** The slices that may hold events of a bucket, ascending: in the order of the batches that wrote them. */
    List<Integer> slices(long bucket) {
        BoundStatement select = Binding.of(requests.read(sliceSelect))
                .text(period.label(bucket))
                .time(bucket)
                .done();
        List<Integer> slices = new ArrayList<>();
        Pages.visit(requests.send(select), row -> slices.add(row.getInt(0)));
        slices.removeIf(slice -> slice == NO_SLICE || slice == VOIDED);
        return slices;
    }

    private void merge(TreeMap<Long, BucketMark> marks, long start, long from, long to) {
        Pages.visit(requests.send(between(markSelect, start, from, to)), row -> {
            long bucket = Micros.of(row.getInstant(0));
            marks.merge(
                    bucket,
                    BucketMark.untouched(bucket).touchedBy(row.getLong(1)),
                    (one, other) -> one.lastBatch() >= other.lastBatch() ? one : other);
        });
        Pages.visit(requests.send(between(settledSelect, start, from, to)), row -> {
            long bucket = Micros.of(row.getInstant(0));
            marks.compute(bucket, (key, mark) -> settled(row, mark == null ? BucketMark.untouched(key) : mark));
        });
    }

    /** Where only what was counted is written, it was never settled. */
    private static BucketMark settled(Row row, BucketMark mark) {
        Instant recounted = row.getInstant(4);
        Settlement found = new Settlement(
                mark.bucket(), row.getLong(2), row.getLong(3), recounted == null ? 0 : Micros.of(recounted));
        BucketMark settled = mark.settledBy(row.getLong(1), found);
        return row.isNull(5) ? settled : settled.counting(new Counted(mark.bucket(), row.getLong(5), row.getLong(6)));
    }

    private BoundStatement between(String cql, long start, long from, long to) {
        return Binding.of(requests.read(cql))
                .text(period.label(start))
                .time(from)
                .time(to)
                .done();
    }

    private Set<Long> periods() {
        Set<Long> starts = new TreeSet<>();
        BoundStatement select =
                Binding.of(requests.read(partitionSelect)).text(KIND).done();
        Pages.visit(requests.send(select), row -> starts.add(row.getLong(0)));
        return starts;
    }

    private CompletableFuture<Void> partition(RecordWrites writes, long start, long writeTimestamp) {
        if (known.contains(start)) {
            return CompletableFuture.completedFuture(null);
        }
        BoundStatement insert = Binding.of(requests.write(partitionInsert))
                .text(KIND)
                .number(start)
                .number(writeTimestamp)
                .done();
        return writes.send(CompletableFuture.completedFuture(null), insert, 0, "the period of a mark")
                .thenRun(() -> known.add(start));
    }
}
