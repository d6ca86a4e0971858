package tallyroll.store;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.github.luben.zstd.ZstdCompressCtx;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ObjIntConsumer;
import java.util.function.ToIntFunction;
import tallyroll.bytes.MalformedBytesException;
import tallyroll.bytes.Slice;
import tallyroll.control.IngestClaim;
import tallyroll.event.Event;
import tallyroll.record.Block;
import tallyroll.record.BlockReader;
import tallyroll.record.BlockWriter;
import tallyroll.record.SystemOfRecord.Batches;
import tallyroll.record.SystemOfRecord.EventReader;
import tallyroll.summary.StoreException;
import tallyroll.time.Micros;

/**
 * Layout {@code blocks}: events of one bucket and task, packed until they are {@value #BLOCK_BYTES} raw bytes.
 *
 * <p>Where blocks are cut depends only on the events and their order. A further attempt of a task, or one of a further run, begins
 * behind the sequence numbers that it finds, so it writes over no block that may be the only one that holds an event.
 */
final class BlockLayout implements EventLayout {
    static final int BLOCK_BYTES = 1 << 20;
    /** Raw bytes of all open blocks of a task; beyond it the largest is cut early. */
    private static final long OPEN_BYTES = 64L << 20;

    private static final int PAGE_BLOCKS = 8;
    private static final int PAGE_SECTIONS = 64;

    /** What an event of its raw length adds to a write beside it: its place in the index, its half of an identity, a share of the frame. */
    private static final int BESIDE_EVENT = 32;

    private final Requests requests;
    private final int maxMutationBytes;
    private final String insert;
    private final String select;
    private final String selectBlock;
    private final String selectPlaces;
    private final String selectTask;
    private final String selectEvents;
    private final String selectIdentities;
    private final String selectKeys;
    private final String deleteEvents;
    private final String delete;
    private final String deleteTask;
    private final String deleteBehind;
    private final String selectSequences;

    BlockLayout(Requests requests, String keyspace, int maxMutationBytes) {
        this.requests = requests;
        this.maxMutationBytes = maxMutationBytes;
        String table = SummaryTable.quoted(keyspace) + ".tally_blocks";
        insert = "INSERT INTO " + table + " (bucket, slice, \"batch\", task, seq, events, identities, block)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?";
        select = "SELECT \"batch\", task, seq, block FROM " + table + " WHERE bucket = ? AND slice = ?";
        selectBlock = "SELECT \"batch\", task, seq, block FROM " + table
                + " WHERE bucket = ? AND slice = ? AND \"batch\" = ? AND task = ? AND seq = ?";
        selectPlaces = "SELECT \"batch\", task, seq, identities FROM " + table + " WHERE bucket = ? AND slice = ?";
        selectIdentities = "SELECT identities FROM " + table
                + " WHERE bucket = ? AND slice = ? AND \"batch\" >= ? AND \"batch\" < ?";
        selectTask = select + " AND \"batch\" = ? AND task = ?";
        selectEvents =
                "SELECT events FROM " + table + " WHERE bucket = ? AND slice = ? AND \"batch\" >= ? AND \"batch\" < ?";
        selectKeys = "SELECT \"batch\", task, seq, events FROM " + table + " WHERE bucket = ? AND slice = ?";
        deleteEvents = "DELETE block FROM " + table
                + " USING TIMESTAMP ? WHERE bucket = ? AND slice = ? AND \"batch\" = ? AND task = ? AND seq = ?";
        delete = "DELETE FROM " + table + " USING TIMESTAMP ? WHERE bucket = ? AND slice = ?";
        deleteTask = delete + " AND \"batch\" = ? AND task = ?";
        deleteBehind = deleteTask + " AND seq > ?";
        selectSequences = "SELECT seq FROM " + table + " WHERE bucket = ? AND slice = ? AND \"batch\" = ? AND task = ?";
    }

    @Override
    public Writer writer(Task task) {
        ToIntFunction<Long> firstSequence = task.first() ? bucket -> 0 : bucket -> firstSequence(bucket, task);
        return new BlocksOfTask(task, requests.write(insert), maxMutationBytes, firstSequence);
    }

    @Override
    public void read(long bucket, List<Integer> slices, EventReader reader) {
        try (BlockReader blocks = new BlockReader()) {
            for (int slice : slices) {
                BoundStatement bound = Binding.of(requests.read(select))
                        .time(bucket)
                        .integer(slice)
                        .pageSize(PAGE_BLOCKS)
                        .done();
                Pages.visit(requests.send(bound), row -> give(blocks, bucket, slice, row, reader));
            }
        }
    }

    /**
     * A block without its events is a row of which only the section of identities is left. Behind the last block of each task nothing
     * stands any more either: there an attempt that was taken for dead would go on.
     */
    @Override
    public long forgetEvents(Removal removal) {
        Map<List<Number>, Integer> last = new HashMap<>();
        long found = visitKeys(removal, (row, slice) -> {
            last.merge(List.of(slice, row.getLong(0), row.getInt(1)), row.getInt(2), Math::max);
            BoundStatement bound = Binding.of(requests.write(deleteEvents))
                    .number(removal.writeTimestamp())
                    .time(removal.bucket())
                    .integer(slice)
                    .number(row.getLong(0))
                    .integer(row.getInt(1))
                    .integer(row.getInt(2))
                    .done();
            removal.send(bound);
        });
        last.forEach((task, seq) -> removal.send(Binding.of(requests.write(deleteBehind))
                .number(removal.writeTimestamp())
                .time(removal.bucket())
                .integer(task.get(0).intValue())
                .number(task.get(1).longValue())
                .integer(task.get(2).intValue())
                .integer(seq)
                .done()));
        return found;
    }

    @Override
    public long forget(Removal removal) {
        long found = visitKeys(removal, (row, slice) -> {});
        for (int slice : removal.slices()) {
            removal.send(Binding.of(requests.write(delete))
                    .number(removal.writeTimestamp())
                    .time(removal.bucket())
                    .integer(slice)
                    .done());
        }
        return found;
    }

    private long visitKeys(Removal removal, ObjIntConsumer<Row> visitor) {
        AtomicLong events = new AtomicLong();
        for (int slice : removal.slices()) {
            BoundStatement bound = Binding.of(requests.read(selectKeys))
                    .time(removal.bucket())
                    .integer(slice)
                    .pageSize(PAGE_BLOCKS * 64)
                    .done();
            Pages.visit(requests.send(bound), row -> {
                events.addAndGet(row.getInt(3));
                visitor.accept(row, slice);
            });
        }
        return events.get();
    }

    @Override
    public void readTask(long bucket, IngestClaim claim, int task, EventReader reader) {
        try (BlockReader blocks = new BlockReader()) {
            BoundStatement bound = ofTask(Binding.of(requests.read(selectTask)), bucket, claim, task)
                    .pageSize(PAGE_BLOCKS)
                    .done();
            Pages.visit(requests.send(bound), row -> give(blocks, bucket, claim.slice(), row, reader));
        }
    }

    private int firstSequence(long bucket, Task task) {
        int[] first = {0};
        BoundStatement bound = ofTask(Binding.of(requests.read(selectSequences)), bucket, task.claim(), task.number())
                .done();
        Pages.visit(requests.send(bound), row -> first[0] = Math.max(first[0], row.getInt(0) + 1));
        return first[0];
    }

    private static Binding ofTask(Binding binding, long bucket, IngestClaim claim, int task) {
        return binding.time(bucket).integer(claim.slice()).number(claim.batch()).integer(task);
    }

    @Override
    public void supersede(long bucket, Task task) {
        Binding deletion = Binding.of(requests.write(deleteTask)).number(task.earlier());
        task.supersede(
                bucket, ofTask(deletion, bucket, task.claim(), task.number()).done());
    }

    @Override
    public long count(long bucket, List<Integer> slices, Batches batches) {
        long[] events = new long[1];
        for (int slice : slices) {
            BoundStatement bound = Binding.of(requests.read(selectEvents))
                    .time(bucket)
                    .integer(slice)
                    .number(batches.from())
                    .number(batches.before())
                    .done();
            Pages.visit(requests.send(bound), row -> events[0] += row.getInt(0));
        }
        return events[0];
    }

    /** The sections of identities first, then only the blocks that hold a wanted one. */
    @Override
    public void read(long bucket, List<Integer> slices, long[] halves, EventReader reader) {
        try (BlockReader blocks = new BlockReader()) {
            for (int slice : slices) {
                BoundStatement places = Binding.of(requests.read(selectPlaces))
                        .time(bucket)
                        .integer(slice)
                        .pageSize(PAGE_SECTIONS)
                        .done();
                Pages.visit(requests.send(places), row -> {
                    if (holds(BlockReader.identities(DeadLetters.bytes(row.getByteBuffer(3))), halves)) {
                        Pages.visit(
                                requests.send(block(bucket, slice, row)),
                                block -> give(blocks, bucket, slice, block, reader));
                    }
                });
            }
        }
    }

    private BoundStatement block(long bucket, int slice, Row place) {
        return Binding.of(requests.read(selectBlock))
                .time(bucket)
                .integer(slice)
                .number(place.getLong(0))
                .integer(place.getInt(1))
                .integer(place.getInt(2))
                .done();
    }

    private static boolean holds(long[] identities, long[] halves) {
        return halves.length > 0 && Arrays.stream(identities).anyMatch(one -> Arrays.binarySearch(halves, one) >= 0);
    }

    @Override
    public Iterator<long[]> identities(long bucket, List<Integer> slices, Batches batches) {
        return Pages.each(
                        slices,
                        slice -> new Pages(requests.send(Binding.of(requests.read(selectIdentities))
                                .time(bucket)
                                .integer(slice)
                                .number(batches.from())
                                .number(batches.before())
                                .pageSize(PAGE_SECTIONS)
                                .done())))
                .map(row -> BlockReader.identities(DeadLetters.bytes(row.getByteBuffer(0))));
    }

    private static void give(BlockReader blocks, long bucket, int slice, Row row, EventReader reader) {
        ByteBuffer block = row.getByteBuffer(3);
        if (block == null) {
            return; // forgotten
        }
        try {
            reader.batch(row.getLong(0));
            blocks.read(DeadLetters.bytes(block), reader);
        } catch (MalformedBytesException damaged) {
            throw new StoreException(
                    "Cannot read the block of bucket %s, slice %d, batch %d, task %d, seq %d: %s. "
                                    .formatted(
                                            Micros.toInstant(bucket),
                                            slice,
                                            row.getLong(0),
                                            row.getInt(1),
                                            row.getInt(2),
                                            damaged.getMessage())
                            + "Run \"nodetool repair\" to fetch it from another replica; without one, replay the batch's"
                            + " range from the source.",
                    damaged);
        }
    }

    /** An open block of a bucket. */
    private static final class Open {
        private final long bucket;
        private final CompletableFuture<Void> marked;
        private BlockWriter block;
        private int seq;

        Open(long bucket, int firstSequence, CompletableFuture<Void> marked) {
            this.bucket = bucket;
            this.marked = marked;
            seq = firstSequence;
        }

        int rawBytes() {
            return block == null ? 0 : block.rawBytes();
        }
    }

    private static final class BlocksOfTask implements Writer {
        private final Task task;
        private final PreparedStatement insert;
        private final int maxMutationBytes;
        private final ToIntFunction<Long> firstSequence;
        private final ZstdCompressCtx zstd = new ZstdCompressCtx();
        private final TreeMap<Long, Open> open = new TreeMap<>();
        /** Emptied writers with their buffers grown. */
        private final ArrayDeque<BlockWriter> spare = new ArrayDeque<>();

        private Open last;
        private long openBytes;

        BlocksOfTask(Task task, PreparedStatement insert, int maxMutationBytes, ToIntFunction<Long> firstSequence) {
            this.firstSequence = firstSequence;
            this.maxMutationBytes = maxMutationBytes;
            this.task = task;
            this.insert = insert;
            zstd.setLevel(BlockWriter.LEVEL);
        }

        @Override
        public void add(long bucket, Event event, long offset, Slice raw) {
            Open into = last != null && last.bucket == bucket ? last : opened(bucket);
            last = into;
            if (into.block != null && into.block.maxBytes() + mutationBytes(raw) > maxMutationBytes) {
                cut(into);
            }
            if (into.block == null) {
                into.block = spare.isEmpty() ? new BlockWriter(task.range()) : spare.pop();
            }
            into.block.add(offset, event.timeMicros(), event.identityHigh(), raw);
            openBytes += raw.length();
            if (into.block.rawBytes() >= BLOCK_BYTES) {
                cut(into);
            } else if (openBytes > OPEN_BYTES) {
                cut(largest());
            }
        }

        private static long mutationBytes(Slice raw) {
            return (long) raw.length() + (raw.length() >> 8) + BESIDE_EVENT;
        }

        @Override
        public void flush() {
            for (Open each : open.values()) {
                if (each.rawBytes() > 0) {
                    cut(each);
                }
            }
        }

        @Override
        public void close() {
            zstd.close();
            open.clear();
            spare.clear();
        }

        private Open opened(long bucket) {
            return open.computeIfAbsent(
                    bucket,
                    start -> new Open(
                            start,
                            firstSequence.applyAsInt(start),
                            task.marker().mark(start)));
        }

        private Open largest() {
            Open largest = last;
            for (Open each : open.values()) {
                largest = each.rawBytes() > largest.rawBytes() ? each : largest;
            }
            return largest;
        }

        private void cut(Open from) {
            Block block = from.block.cut(zstd);
            openBytes -= block.rawBytes();
            if (spare.size() < 4) {
                spare.push(from.block);
            }
            from.block = null;
            BoundStatement bound = Binding.of(insert)
                    .time(from.bucket)
                    .integer(task.claim().slice())
                    .number(task.claim().batch())
                    .integer(task.number())
                    .integer(from.seq)
                    .integer(block.events())
                    .bytes(block.identities())
                    .bytes(block.bytes())
                    .number(task.writeTimestamp())
                    .done();
            String what = "block " + from.seq + " of bucket " + Micros.toInstant(from.bucket) + " in batch "
                    + task.claim().batch();
            from.seq++;
            task.writes().add(from.marked, bound, block.bytes().length, what);
        }
    }
}
