package tallyroll.store;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import tallyroll.control.Claim;
import tallyroll.pipeline.Pipeline.Lives;
import tallyroll.record.Gap;
import tallyroll.record.GapStore;
import tallyroll.time.Micros;

/** The table of gaps, by chunks of the batches that met them: writing one again changes nothing. */
final class Gaps implements GapStore {
    private static final String KIND = "gaps";
    private static final int CHUNK = 1_000;

    private final Requests requests;
    private final RowTtl ttl;
    private final String chunkInsert;
    private final String chunkSelect;
    private final String insert;
    private final String select;

    Gaps(Requests requests, String keyspace, Lives lives) {
        this.requests = requests;
        ttl = new RowTtl(lives.gaps());
        String name = SummaryTable.quoted(keyspace) + ".";
        chunkInsert = "INSERT INTO " + name + "tally_partitions (kind, number) VALUES (?, ?) USING TIMESTAMP ?"
                + " AND TTL ?";
        chunkSelect = "SELECT number FROM " + name + "tally_partitions WHERE kind = ?";
        insert = "INSERT INTO " + name + "tally_gaps (chunk, \"batch\", source, source_partition, range_from,"
                + " range_until, reason, found_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?"
                + " AND TTL ?";
        select = "SELECT \"batch\", source, source_partition, range_from, range_until, reason, found_at FROM " + name
                + "tally_gaps WHERE chunk = ? LIMIT ?";
    }

    @Override
    public void add(Gap gap, long writeTimestamp) {
        RecordWrites writes = new RecordWrites(requests);
        long chunk = gap.batch() / CHUNK;
        BoundStatement list = Binding.of(requests.write(chunkInsert))
                .text(KIND)
                .number(chunk)
                .number(writeTimestamp)
                .integer(ttl.listedSeconds())
                .done();
        CompletableFuture<Void> listed =
                writes.send(CompletableFuture.completedFuture(null), list, 0, "that there are gaps");
        BoundStatement bound = Binding.of(requests.write(insert))
                .number(chunk)
                .number(gap.batch())
                .text(gap.range().source())
                .integer(gap.range().partition())
                .number(gap.range().from())
                .number(gap.range().until())
                .text(gap.reason())
                .time(gap.foundMicros())
                .number(writeTimestamp)
                .integer(ttl.seconds())
                .done();
        writes.send(listed, bound, 0, "a gap of batch " + gap.batch())
                .exceptionally(fault -> null)
                .join();
        writes.check();
    }

    @Override
    public List<Gap> newest(int max) {
        List<Gap> gaps = new ArrayList<>();
        visit(max, gaps::add);
        return gaps;
    }

    @Override
    public Totals totals() {
        List<Totals> totals = new ArrayList<>(List.of(Totals.NONE));
        visit(Integer.MAX_VALUE, gap -> totals.set(0, totals.get(0).plus(gap)));
        return totals.get(0);
    }

    private void visit(int max, Consumer<Gap> visitor) {
        try {
            BoundStatement chunks =
                    Binding.of(requests.read(chunkSelect)).text(KIND).done();
            Pages pages = new Pages(requests.send(chunks));
            int left = max;
            while (pages.hasNext() && left > 0) {
                BoundStatement chunk = Binding.of(requests.read(select))
                        .number(pages.next().getLong(0))
                        .integer(left)
                        .done();
                Pages rows = new Pages(requests.send(chunk));
                for (; rows.hasNext(); left--) {
                    visitor.accept(gap(rows.next()));
                }
            }
        } catch (RuntimeException fault) {
            throw Pages.failed("Cannot read the gaps", fault);
        }
    }

    private static Gap gap(Row row) {
        return new Gap(
                new Claim.Range(row.getString(1), row.getInt(2), row.getLong(3), row.getLong(4)),
                row.getString(5),
                row.getLong(0),
                Micros.of(row.getInstant(6)));
    }
}
