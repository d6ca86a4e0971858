package tallyroll.store;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import tallyroll.control.Claim;
import tallyroll.pipeline.Pipeline.Lives;
import tallyroll.record.Gap;
import tallyroll.record.GapStore;
import tallyroll.time.Micros;

/** The table of gaps, by chunks of the batches that met them: writing one again changes nothing. */
final class Gaps implements GapStore {
    private static final String KIND = "gaps";
    private static final int CHUNK = 1_000;
    private static final String GAP =
            "chunk, \"batch\", source, source_partition, range_from, range_until, reason, found_at";
    private static final String FILL = "filled_at, filled_batch, filled_from, missing_until";

    private final Requests requests;
    private final RowTtl ttl;
    private final String chunkInsert;
    private final String chunkSelect;
    private final String insert;
    private final String fill;
    private final String select;

    Gaps(Requests requests, String keyspace, Lives lives) {
        this.requests = requests;
        ttl = new RowTtl(lives.gaps());
        String name = SummaryTable.quoted(keyspace) + ".";
        chunkInsert = "INSERT INTO " + name + "tally_partitions (kind, number) VALUES (?, ?) USING TIMESTAMP ?"
                + " AND TTL ?";
        chunkSelect = "SELECT number FROM " + name + "tally_partitions WHERE kind = ?";
        insert = "INSERT INTO " + name + "tally_gaps (" + GAP
                + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ? AND TTL ?";
        fill = "INSERT INTO " + name + "tally_gaps (" + GAP + ", " + FILL
                + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ? AND TTL ?";
        select = "SELECT " + GAP + ", " + FILL + " FROM " + name + "tally_gaps WHERE chunk = ?";
    }

    @Override
    public void add(Gap gap, long writeTimestamp) {
        write(gap, bound(insert, gap), writeTimestamp, "a gap of batch " + gap.batch());
    }

    @Override
    public void fill(Gap gap, long writeTimestamp) {
        Gap.Fill by = gap.fill();
        // whole: what filled it must not outlive the rest of its row
        Binding bound = bound(fill, gap)
                .time(by.filledMicros())
                .number(by.batch())
                .text(by.from())
                .number(by.missingUntil());
        write(gap, bound, writeTimestamp, "what filled a gap of batch " + gap.batch());
    }

    private Binding bound(String statement, Gap gap) {
        return Binding.of(requests.write(statement))
                .number(gap.batch() / CHUNK)
                .number(gap.batch())
                .text(gap.range().source())
                .integer(gap.range().partition())
                .number(gap.range().from())
                .number(gap.range().until())
                .text(gap.reason())
                .time(gap.foundMicros());
    }

    private void write(Gap gap, Binding bound, long writeTimestamp, String what) {
        RecordWrites writes = new RecordWrites(requests);
        BoundStatement list = Binding.of(requests.write(chunkInsert))
                .text(KIND)
                .number(gap.batch() / CHUNK)
                .number(writeTimestamp)
                .integer(ttl.listedSeconds())
                .done();
        CompletableFuture<Void> listed =
                writes.send(CompletableFuture.completedFuture(null), list, 0, "that there are gaps");
        BoundStatement row = bound.number(writeTimestamp).integer(ttl.seconds()).done();
        writes.send(listed, row, 0, what).exceptionally(fault -> null).join();
        writes.check();
    }

    @Override
    public List<Gap> newest(int max, Predicate<Gap> which) {
        List<Gap> gaps = new ArrayList<>();
        visit(gap -> {
            if (gaps.size() < max && which.test(gap)) {
                gaps.add(gap);
            }
            return gaps.size() < max;
        });
        return gaps;
    }

    @Override
    public Totals totals() {
        List<Totals> totals = new ArrayList<>(List.of(Totals.NONE));
        visit(gap -> {
            totals.set(0, totals.get(0).plus(gap));
            return true;
        });
        return totals.get(0);
    }

    /** @param visitor says whether it wants more */
    private void visit(Predicate<Gap> visitor) {
        try {
            BoundStatement chunks =
                    Binding.of(requests.read(chunkSelect)).text(KIND).done();
            Pages pages = new Pages(requests.send(chunks));
            boolean more = true;
            while (more && pages.hasNext()) {
                BoundStatement chunk = Binding.of(requests.read(select))
                        .number(pages.next().getLong(0))
                        .done();
                Pages rows = new Pages(requests.send(chunk));
                while (more && rows.hasNext()) {
                    more = visitor.test(gap(rows.next()));
                }
            }
        } catch (RuntimeException fault) {
            throw Pages.failed("Cannot read the gaps", fault);
        }
    }

    private static Gap gap(Row row) {
        Gap gap = new Gap(
                new Claim.Range(row.getString(2), row.getInt(3), row.getLong(4), row.getLong(5)),
                row.getString(6),
                row.getLong(1),
                Micros.of(row.getInstant(7)));
        return row.isNull(8)
                ? gap
                : gap.filled(
                        new Gap.Fill(Micros.of(row.getInstant(8)), row.getLong(9), row.getString(10), row.getLong(11)));
    }
}
