package tallyroll.store;

import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchableStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;
import tallyroll.control.IngestClaim;
import tallyroll.event.Event;
import tallyroll.record.SystemOfRecord.Batches;
import tallyroll.record.SystemOfRecord.EventReader;
import tallyroll.time.Micros;

/**
 * Layout {@code rows}: one CQL row an event, keyed by where it was read, so that a retried task overwrites itself. Rows cluster by
 * (batch, task, offset) and not by identity: read order comes from the store, and a bucket of any size is read page by page.
 * Runs of {@value #RUN} offsets share a shard, so that a batch of neighbours is one mutation.
 */
final class RowLayout implements EventLayout {
    static final int SHARDS = 8;
    private static final int RUN = 4096;
    private static final int BATCH_ROWS = 64;
    /** Raw bytes of a batch of rows; an event that is longer goes alone. */
    private static final int BATCH_BYTES = 64_000;

    private static final int ROW_BYTES = 150;
    private static final int HELD_ROWS = 50_000;
    private static final int PAGE_ROWS = 1_000;
    /** The column of {@code select}. */
    private static final int IDENTITY = 9;

    private final Requests requests;
    private final String insert;
    private final String select;
    private final String selectTask;
    private final String selectIdentities;
    private final String selectKeys;
    private final String deleteEvent;
    private final String delete;
    private final String deleteTask;

    RowLayout(Requests requests, String keyspace) {
        this.requests = requests;
        String table = SummaryTable.quoted(keyspace) + ".tally_events";
        insert = "INSERT INTO " + table + " (bucket, slice, shard, \"batch\", task, source_offset, source,"
                + " source_partition, range_from, range_until, identity, time, event, raw)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?";
        select = "SELECT \"batch\", task, source_offset, source, source_partition, range_from, range_until, event, raw,"
                + " identity FROM "
                + table + " WHERE bucket = ? AND slice = ? AND shard = ?";
        selectIdentities = "SELECT identity FROM " + table
                + " WHERE bucket = ? AND slice = ? AND shard = ? AND \"batch\" >= ? AND \"batch\" < ?";
        selectTask = select + " AND \"batch\" = ? AND task = ?";
        selectKeys =
                "SELECT \"batch\", task, source_offset FROM " + table + " WHERE bucket = ? AND slice = ? AND shard = ?";
        deleteEvent = "DELETE event, raw FROM " + table + " USING TIMESTAMP ? WHERE bucket = ? AND slice = ?"
                + " AND shard = ? AND \"batch\" = ? AND task = ? AND source_offset = ?";
        delete = "DELETE FROM " + table + " USING TIMESTAMP ? WHERE bucket = ? AND slice = ? AND shard = ?";
        deleteTask = delete + " AND \"batch\" = ? AND task = ?";
    }

    @Override
    public Writer writer(Task task) {
        return new RowsOfTask(task, requests.write(insert));
    }

    @Override
    public void read(long bucket, List<Integer> slices, EventReader reader) {
        merged(bucket, slices, row -> give(row, reader));
    }

    /** Merges the shards of each slice; slices follow one another because later batches have higher slices. */
    private void merged(long bucket, List<Integer> slices, Consumer<Row> visitor) {
        for (int slice : slices) {
            PriorityQueue<Shard> shards = new PriorityQueue<>(Shard.ORDER);
            List<Pages> opened = new ArrayList<>();
            for (int shard = 0; shard < SHARDS; shard++) {
                BoundStatement bound = Binding.of(requests.read(select))
                        .time(bucket)
                        .integer(slice)
                        .integer(shard)
                        .pageSize(PAGE_ROWS)
                        .done();
                opened.add(new Pages(requests.send(bound)));
            }
            opened.forEach(pages -> advance(shards, pages));
            while (!shards.isEmpty()) {
                Shard next = shards.remove();
                visitor.accept(next.row);
                advance(shards, next.rest);
            }
        }
    }

    /** A row of another attempt is the same row. */
    @Override
    public void readTask(long bucket, IngestClaim claim, int task, EventReader reader) {
        for (int shard = 0; shard < SHARDS; shard++) {
            BoundStatement bound = Binding.of(requests.read(selectTask))
                    .time(bucket)
                    .integer(claim.slice())
                    .integer(shard)
                    .number(claim.batch())
                    .integer(task)
                    .pageSize(PAGE_ROWS)
                    .done();
            Pages.visit(requests.send(bound), row -> give(row, reader));
        }
    }

    /** Rows that this attempt has not written as well. */
    @Override
    public void supersede(long bucket, Task task) {
        for (int shard = 0; shard < SHARDS; shard++) {
            task.supersede(
                    bucket,
                    Binding.of(requests.write(deleteTask))
                            .number(task.earlier())
                            .time(bucket)
                            .integer(task.claim().slice())
                            .integer(shard)
                            .number(task.claim().batch())
                            .integer(task.number())
                            .done());
        }
    }

    @Override
    public long count(long bucket, List<Integer> slices, Batches batches) {
        long events = 0;
        Iterator<long[]> portions = identities(bucket, slices, batches);
        while (portions.hasNext()) {
            events += portions.next().length;
        }
        return events;
    }

    @Override
    public void read(long bucket, List<Integer> slices, long[] halves, EventReader reader) {
        merged(bucket, slices, row -> {
            if (Arrays.binarySearch(halves, row.getByteBuffer(IDENTITY).getLong()) >= 0) {
                give(row, reader);
            }
        });
    }

    @Override
    public Iterator<long[]> identities(long bucket, List<Integer> slices, Batches batches) {
        List<int[]> parts = new ArrayList<>();
        slices.forEach(slice -> IntStream.range(0, SHARDS).forEach(shard -> parts.add(new int[] {slice, shard})));
        return Pages.each(
                        parts,
                        part -> new Pages(requests.send(Binding.of(requests.read(selectIdentities))
                                .time(bucket)
                                .integer(part[0])
                                .integer(part[1])
                                .number(batches.from())
                                .number(batches.before())
                                .pageSize(PAGE_ROWS)
                                .done())))
                .map(row -> new long[] {row.getByteBuffer(0).getLong()});
    }

    /** An event that is forgotten is a row of which only its place and its identity are left. */
    @Override
    public long forgetEvents(Removal removal) {
        long found = 0;
        for (int slice : removal.slices()) {
            for (int shard = 0; shard < SHARDS; shard++) {
                List<BatchableStatement<?>> deletions = new ArrayList<>();
                Pages pages = keys(removal.bucket(), slice, shard);
                while (pages.hasNext()) {
                    Row row = pages.next();
                    found++;
                    deletions.add(deletion(removal, slice, shard, row));
                    if (deletions.size() == BATCH_ROWS) {
                        removal.send(BatchStatement.newInstance(DefaultBatchType.UNLOGGED, deletions));
                        deletions = new ArrayList<>();
                    }
                }
                if (!deletions.isEmpty()) {
                    removal.send(BatchStatement.newInstance(DefaultBatchType.UNLOGGED, deletions));
                }
            }
        }
        return found;
    }

    @Override
    public long forget(Removal removal) {
        long found = 0;
        for (int slice : removal.slices()) {
            for (int shard = 0; shard < SHARDS; shard++) {
                Pages pages = keys(removal.bucket(), slice, shard);
                for (; pages.hasNext(); pages.next()) {
                    found++;
                }
                removal.send(Binding.of(requests.write(delete))
                        .number(removal.writeTimestamp())
                        .time(removal.bucket())
                        .integer(slice)
                        .integer(shard)
                        .done());
            }
        }
        return found;
    }

    private Pages keys(long bucket, int slice, int shard) {
        return new Pages(requests.send(Binding.of(requests.read(selectKeys))
                .time(bucket)
                .integer(slice)
                .integer(shard)
                .pageSize(PAGE_ROWS)
                .done()));
    }

    private BoundStatement deletion(Removal removal, int slice, int shard, Row row) {
        return Binding.of(requests.write(deleteEvent))
                .number(removal.writeTimestamp())
                .time(removal.bucket())
                .integer(slice)
                .integer(shard)
                .number(row.getLong(0))
                .integer(row.getInt(1))
                .number(row.getLong(2))
                .done();
    }

    private static void advance(PriorityQueue<Shard> shards, Pages pages) {
        if (pages.hasNext()) {
            shards.add(new Shard(pages.next(), pages));
        }
    }

    private static void give(Row row, EventReader reader) {
        Claim.Range range = new Claim.Range(row.getString(3), row.getInt(4), row.getLong(5), row.getLong(6));
        ByteBuffer text = row.getBytesUnsafe(7);
        ByteBuffer bytes = text == null ? row.getBytesUnsafe(8) : text;
        if (bytes == null) {
            return; // forgotten
        }
        byte[] raw = DeadLetters.bytes(bytes);
        reader.batch(row.getLong(0));
        reader.event(range, row.getLong(2), Slice.of(raw));
    }

    /** The next row of a shard and the rows after it. */
    private record Shard(Row row, Pages rest) {
        static final Comparator<Shard> ORDER = Comparator.comparingLong((Shard shard) -> shard.row.getLong(0))
                .thenComparingInt(shard -> shard.row.getInt(1))
                .thenComparingLong(shard -> shard.row.getLong(2));
    }

    /** Rows held back for one partition. */
    private static final class Held {
        private final CompletableFuture<Void> marked;
        private List<BatchableStatement<?>> rows = new ArrayList<>();
        private long bytes;

        Held(CompletableFuture<Void> marked) {
            this.marked = marked;
        }
    }

    private record Place(long bucket, int shard) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byBucket = Long.compare(bucket, other.bucket);
            return byBucket != 0 ? byBucket : Integer.compare(shard, other.shard);
        }
    }

    private static final class RowsOfTask implements Writer {
        private final Task task;
        private final PreparedStatement insert;
        private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
        private final TreeMap<Place, Held> held = new TreeMap<>();
        private final TreeMap<Long, CompletableFuture<Void>> marks = new TreeMap<>();
        private int heldRows;

        RowsOfTask(Task task, PreparedStatement insert) {
            this.task = task;
            this.insert = insert;
        }

        @Override
        public void add(long bucket, Event event, long offset, Slice raw) {
            Place place = new Place(bucket, (int) (offset / RUN % SHARDS));
            Held into = held.computeIfAbsent(
                    place, missing -> new Held(marks.computeIfAbsent(bucket, task.marker()::mark)));
            long bytes = (long) raw.length() + ROW_BYTES;
            if (into.bytes + bytes > BATCH_BYTES) {
                send(place, into);
            }
            into.rows.add(row(place, event, offset, raw.toByteArray()));
            into.bytes += bytes;
            heldRows++;
            if (into.rows.size() == BATCH_ROWS) {
                send(place, into);
            } else if (heldRows > HELD_ROWS) {
                flush();
            }
        }

        @Override
        public void flush() {
            held.forEach(this::send);
            held.clear();
        }

        @Override
        public void close() {
            held.clear();
        }

        private void send(Place place, Held from) {
            if (from.rows.isEmpty()) {
                return;
            }
            BatchStatement batch = BatchStatement.newInstance(DefaultBatchType.UNLOGGED, from.rows);
            String what = from.rows.size() + " events of bucket " + Micros.toInstant(place.bucket) + " in batch "
                    + task.claim().batch();
            long bytes = from.bytes;
            heldRows -= from.rows.size();
            from.rows = new ArrayList<>();
            from.bytes = 0;
            task.writes().add(from.marked, batch, bytes, what);
        }

        private BoundStatement row(Place place, Event event, long offset, byte[] raw) {
            Claim.Range range = task.range();
            ByteBuffer identity = ByteBuffer.allocate(16)
                    .putLong(event.identityHigh())
                    .putLong(event.identityLow())
                    .flip();
            Binding binding = Binding.of(insert)
                    .time(place.bucket)
                    .integer(task.claim().slice())
                    .integer(place.shard)
                    .number(task.claim().batch())
                    .integer(task.number())
                    .number(offset)
                    .text(range.source())
                    .integer(range.partition())
                    .number(range.from())
                    .number(range.until())
                    .raw(identity)
                    .time(event.timeMicros());
            if (text(raw)) {
                binding.bytes(raw).unset();
            } else {
                binding.unset().bytes(raw);
            }
            return binding.number(task.writeTimestamp()).done();
        }

        /** Whether the bytes are UTF-8, so that a reader of the table sees words. */
        private boolean text(byte[] raw) {
            for (byte each : raw) {
                if (each < 0) {
                    return decodes(raw);
                }
            }
            return true;
        }

        private boolean decodes(byte[] raw) {
            try {
                utf8.decode(ByteBuffer.wrap(raw));
                return true;
            } catch (CharacterCodingException notText) {
                return false;
            }
        }
    }
}
