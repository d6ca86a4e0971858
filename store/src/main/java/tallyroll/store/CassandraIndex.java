package tallyroll.store;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import tallyroll.bucket.Granularity;
import tallyroll.bucket.Period;
import tallyroll.record.IdentityIndex;
import tallyroll.record.IdentityRun;
import tallyroll.time.Micros;

/**
 * The index of identities on Cassandra. Runs and findings stand by period, so that one read gives those of all buckets near each
 * other; the pages of a long run stand in partitions of their own, a few hundred KB to some MB each.
 *
 * <p>A run is entered before its first page is written and listed after its last, so whatever is left half-way is found again when its
 * bucket is forgotten.
 */
final class CassandraIndex implements IdentityIndex {
    private static final int PAGE_ROWS = 64;
    private static final int PART_BITS = 4;

    private final Requests requests;
    private final Period period;
    private final String selectRuns;
    private final String selectWholes;
    private final String insertRun;
    private final String insertWhole;
    private final String deleteRun;
    private final String deleteRuns;
    private final String selectPages;
    private final String insertPage;
    private final String deletePages;
    private final String selectFindings;
    private final String insertFinding;
    private final String deleteFinding;
    private final String deleteFindings;

    CassandraIndex(Requests requests, String keyspace, Granularity bucket) {
        this.requests = requests;
        period = Period.of(bucket);
        String name = SummaryTable.quoted(keyspace) + ".";
        String runKey = "bucket, through_batch, after_batch, page_bits";
        String ofRun = "bucket = ? AND through_batch = ? AND after_batch = ? AND page_bits = ?";
        String between = " WHERE period = ? AND bucket >= ? AND bucket < ?";
        String runs = name + "tally_identity_runs";
        selectRuns = "SELECT " + runKey + ", events FROM " + runs + between;
        selectWholes = "SELECT " + runKey + ", events, identities FROM " + runs + between;
        insertRun =
                "INSERT INTO " + runs + " (period, " + runKey + ", events) VALUES (?, ?, ?, ?, ?, ?) USING TIMESTAMP ?";
        insertWhole = "INSERT INTO " + runs + " (period, " + runKey
                + ", events, identities) VALUES (?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?";
        deleteRun = "DELETE FROM " + runs + " USING TIMESTAMP ? WHERE period = ? AND " + ofRun;
        deleteRuns = "DELETE FROM " + runs + " USING TIMESTAMP ? WHERE period = ? AND bucket = ?";
        String pages = name + "tally_identity_pages";
        selectPages = "SELECT page, identities FROM " + pages + " WHERE " + ofRun
                + " AND part = ? AND page >= ? AND page < ?";
        insertPage = "INSERT INTO " + pages + " (" + runKey + ", part, page, identities) VALUES (?, ?, ?, ?, ?, ?, ?)"
                + " USING TIMESTAMP ?";
        deletePages = "DELETE FROM " + pages + " USING TIMESTAMP ? WHERE " + ofRun + " AND part = ?";
        String findings = name + "tally_identity_findings";
        selectFindings = "SELECT bucket, through_batch, searched, repeated FROM " + findings + between;
        insertFinding = "INSERT INTO " + findings
                + " (period, bucket, through_batch, digest, searched, repeated) VALUES (?, ?, ?, ?, ?, ?) USING TIMESTAMP ?";
        deleteFinding = "DELETE FROM " + findings
                + " USING TIMESTAMP ? WHERE period = ? AND bucket = ? AND through_batch = ? AND digest = ?";
        deleteFindings = "DELETE FROM " + findings + " USING TIMESTAMP ? WHERE period = ? AND bucket = ?";
    }

    @Override
    public List<IdentityRun> runs(long from, long until) {
        return Answered.once("the runs of identities", () -> {
            List<IdentityRun> runs = new ArrayList<>();
            between(selectRuns, from, until).forEachRemaining(row -> {
                if (!row.isNull(4)) {
                    runs.add(run(row));
                }
            });
            return runs;
        });
    }

    @Override
    public Iterator<Page> pages(IdentityRun run, int first, int until) {
        if (run.whole()) {
            return wholesOf(run);
        }
        int perPart = run.pages() >> PART_BITS;
        List<Integer> parts = perPart == 0
                ? List.of(0)
                : IntStream.rangeClosed(first / perPart, (until - 1) / perPart)
                        .boxed()
                        .toList();
        return new Answered<>("pages of identities of bucket " + Micros.toInstant(run.bucket()), () -> Pages.each(
                        parts,
                        part -> new Pages(requests.send(ofRun(Binding.of(requests.read(selectPages)), run)
                                .integer(part)
                                .integer(first)
                                .integer(until)
                                .pageSize(PAGE_ROWS)
                                .done())))
                .map(row -> new Page(run, row.getInt(0), DeadLetters.bytes(row.getByteBuffer(1)))));
    }

    private Iterator<Page> wholesOf(IdentityRun run) {
        List<Page> pages = new ArrayList<>();
        wholes(run.bucket(), run.bucket() + 1).forEachRemaining(page -> {
            if (page.run().equals(run)) {
                pages.add(page);
            }
        });
        return pages.iterator();
    }

    @Override
    public Iterator<Page> wholes(long from, long until) {
        return new Answered<>("runs of identities", () -> between(selectWholes, from, until)
                .only(row -> !row.isNull(4) && row.getInt(3) == 0 && !row.isNull(5))
                .map(row -> new Page(run(row), 0, DeadLetters.bytes(row.getByteBuffer(5)))));
    }

    @Override
    public void write(IdentityRun run, int first, Iterator<byte[]> pages, long writeTimestamp) {
        RecordWrites writes = new RecordWrites(requests);
        String what = "identities of bucket " + Micros.toInstant(run.bucket());
        if (run.whole()) {
            byte[] page = pages.next();
            writes.add(
                    runRow(insertWhole, run)
                            .number(run.events())
                            .bytes(page)
                            .number(writeTimestamp)
                            .done(),
                    page.length,
                    what);
        } else {
            CompletableFuture<Void> entered = writes.send(
                    CompletableFuture.completedFuture(null),
                    runRow(insertRun, run).unset().number(writeTimestamp).done(),
                    0,
                    what);
            for (int number = first; pages.hasNext(); number++) {
                byte[] page = pages.next();
                BoundStatement insert = ofRun(Binding.of(requests.write(insertPage)), run)
                        .integer(part(run, number))
                        .integer(number)
                        .bytes(page)
                        .number(writeTimestamp)
                        .done();
                writes.add(entered, insert, page.length, what);
            }
        }
        writes.await();
    }

    @Override
    public void list(IdentityRun run, long writeTimestamp) {
        RecordWrites writes = new RecordWrites(requests);
        BoundStatement insert = runRow(insertRun, run)
                .number(run.events())
                .number(writeTimestamp)
                .done();
        writes.add(insert, 0, "that the identities of bucket " + Micros.toInstant(run.bucket()) + " stand");
        writes.await();
    }

    /** Pages first: what is cut short is still entered, and done again. */
    @Override
    public void dropRuns(List<IdentityRun> runs, long writeTimestamp) {
        RecordWrites writes = new RecordWrites(requests);
        runs.forEach(run -> dropPages(writes, run, writeTimestamp));
        writes.await();
        for (IdentityRun run : runs) {
            BoundStatement delete = ofRun(
                            Binding.of(requests.write(deleteRun))
                                    .number(writeTimestamp)
                                    .text(period.label(run.bucket())),
                            run)
                    .done();
            writes.add(delete, 0, dropped(run.bucket()));
        }
        writes.await();
    }

    private void dropPages(RecordWrites writes, IdentityRun run, long writeTimestamp) {
        for (int part = 0; !run.whole() && part <= part(run, run.pages() - 1); part++) {
            BoundStatement delete = ofRun(
                            Binding.of(requests.write(deletePages)).number(writeTimestamp), run)
                    .integer(part)
                    .done();
            writes.add(delete, 0, dropped(run.bucket()));
        }
    }

    @Override
    public List<Finding> findings(long from, long until) {
        return Answered.once("what searches found", () -> {
            List<Finding> findings = new ArrayList<>();
            between(selectFindings, from, until)
                    .forEachRemaining(row -> findings.add(new Finding(
                            Micros.of(row.getInstant(0)),
                            row.getLong(1),
                            row.getBoolean(2),
                            DeadLetters.bytes(row.getByteBuffer(3)))));
            return findings;
        });
    }

    @Override
    public void keep(List<Finding> findings, long writeTimestamp) {
        RecordWrites writes = new RecordWrites(requests);
        for (Finding finding : findings) {
            BoundStatement insert = Binding.of(requests.write(insertFinding))
                    .text(period.label(finding.bucket()))
                    .time(finding.bucket())
                    .number(finding.through())
                    .number(finding.digest())
                    .bool(finding.searched())
                    .bytes(finding.repeated())
                    .number(writeTimestamp)
                    .done();
            writes.add(
                    insert,
                    finding.repeated().length,
                    "what was found about bucket " + Micros.toInstant(finding.bucket()));
        }
        writes.await();
    }

    @Override
    public void dropFindings(List<Finding> findings, long writeTimestamp) {
        RecordWrites writes = new RecordWrites(requests);
        for (Finding finding : findings) {
            BoundStatement delete = Binding.of(requests.write(deleteFinding))
                    .number(writeTimestamp)
                    .text(period.label(finding.bucket()))
                    .time(finding.bucket())
                    .number(finding.through())
                    .number(finding.digest())
                    .done();
            writes.add(delete, 0, dropped(finding.bucket()));
        }
        writes.await();
    }

    @Override
    public void forget(long bucket, long writeTimestamp) {
        RecordWrites writes = new RecordWrites(requests);
        between(selectRuns, bucket, bucket + 1).forEachRemaining(row -> dropPages(writes, run(row), writeTimestamp));
        writes.await();
        for (String cql : List.of(deleteRuns, deleteFindings)) {
            BoundStatement delete = Binding.of(requests.write(cql))
                    .number(writeTimestamp)
                    .text(period.label(bucket))
                    .time(bucket)
                    .done();
            writes.add(delete, 0, dropped(bucket));
        }
        writes.await();
    }

    private static String dropped(long bucket) {
        return "that identities of bucket " + Micros.toInstant(bucket) + " are dropped";
    }

    private static int part(IdentityRun run, int page) {
        int perPart = run.pages() >> PART_BITS;
        return perPart == 0 ? 0 : page / perPart;
    }

    /** A run as the first columns say; of one that is not listed, without its events. */
    private static IdentityRun run(Row row) {
        return new IdentityRun(
                Micros.of(row.getInstant(0)), row.getLong(2), row.getLong(1), row.getLong(4), row.getInt(3));
    }

    private static Binding ofRun(Binding binding, IdentityRun run) {
        return binding.time(run.bucket())
                .number(run.through())
                .number(run.after())
                .integer(run.pageBits());
    }

    private Binding runRow(String cql, IdentityRun run) {
        return ofRun(Binding.of(requests.write(cql)).text(period.label(run.bucket())), run);
    }

    /** Buckets start at whole milliseconds: the first that may begin at this or later. */
    private static long wholeMillisFrom(long micros) {
        return -Micros.wholeMillis(-micros);
    }

    /** The rows of all buckets that start in a range, period by period. */
    private Pages.Rows between(String cql, long from, long until) {
        List<Long> starts = new ArrayList<>();
        for (long start = period.floor(from); start < until; start = period.next(start)) {
            starts.add(start);
        }
        return Pages.each(
                starts,
                start -> new Pages(requests.send(Binding.of(requests.read(cql))
                        .text(period.label(start))
                        .time(Math.max(wholeMillisFrom(from), start))
                        .time(Math.min(wholeMillisFrom(until), period.next(start)))
                        .pageSize(PAGE_ROWS * 8)
                        .done())));
    }
}
