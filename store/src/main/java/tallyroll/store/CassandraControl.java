package tallyroll.store;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import tallyroll.control.ControlStore;
import tallyroll.control.PipelineState;
import tallyroll.pipeline.Pipeline.Lives;
import tallyroll.retry.Retries;
import tallyroll.retry.RetryPolicy;

/** Control rows on Cassandra, by lightweight transactions ({@link CompareAndSet}). */
final class CassandraControl implements ControlStore {
    private static final int CHUNK = 1_000;

    private final Requests requests;
    private final CompareAndSet transactions;
    private final String insert;
    private final String update;
    private final String select;
    private final String chunkInsert;
    private final String chunkSelect;
    private final String entryInsert;
    private final String entrySelect;
    private final RowTtl ttl;
    /** When each chunk was last listed, by write timestamp. */
    private final Map<String, Long> listed = new ConcurrentHashMap<>();

    /** The stored row as far as a decision needs it. */
    private record Seen(long version, UUID nonce, String state) {}

    CassandraControl(Requests requests, String keyspace, Lives lives) {
        this(requests, keyspace, lives, Retries.STORE_CONTROL);
    }

    CassandraControl(Requests requests, String keyspace, Lives lives, RetryPolicy retry) {
        ttl = new RowTtl(lives.history());
        this.requests = requests;
        transactions = new CompareAndSet(requests, retry);
        String name = SummaryTable.quoted(keyspace) + ".";
        insert = "INSERT INTO " + name
                + "tally_control (pipeline, version, nonce, epoch, holder, lease_until, committed,"
                + " state) VALUES (?, ?, ?, ?, ?, ?, ?, ?) IF NOT EXISTS";
        update = "UPDATE " + name + "tally_control SET version = ?, nonce = ?, epoch = ?, holder = ?, lease_until = ?,"
                + " committed = ?, state = ? WHERE pipeline = ? IF version = ?";
        select = "SELECT version, nonce, state FROM " + name + "tally_control WHERE pipeline = ?";
        chunkInsert = "INSERT INTO " + name + "tally_partitions (kind, number) VALUES (?, ?) USING TIMESTAMP ?"
                + " AND TTL ?";
        chunkSelect = "SELECT number FROM " + name + "tally_partitions WHERE kind = ?";
        entryInsert = "INSERT INTO " + name + "tally_batches (pipeline, chunk, \"batch\", committed_at, read, recorded,"
                + " duplicates, dead_letters, entry) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?"
                + " AND TTL ?";
        entrySelect = "SELECT entry FROM " + name + "tally_batches WHERE pipeline = ? AND chunk = ? LIMIT ?";
    }

    @Override
    public Optional<PipelineState> read(String pipeline) {
        return seen(pipeline).map(seen -> ControlText.state(seen.state));
    }

    @Override
    public boolean swap(PipelineState expected, PipelineState next) {
        ControlStore.requireNext(expected, next);
        UUID nonce = UUID.randomUUID();
        BoundStatement transaction = expected.version() == 0 ? insert(next, nonce) : update(expected, next, nonce);
        CompareAndSet.Change change = new CompareAndSet.Change(
                transaction,
                "Cannot change the control row of \"" + expected.pipeline() + "\"",
                expected.version(),
                nonce);
        return transactions.make(
                change, () -> seen(expected.pipeline()).map(seen -> new CompareAndSet.Seen(seen.version, seen.nonce)));
    }

    @Override
    public void append(String pipeline, BatchEntry entry) {
        long batch = entry.claim().batch();
        long chunk = batch / CHUNK;
        long writeTimestamp = entry.claim().writeTimestamp();
        RecordWrites writes = new RecordWrites(requests);
        CompletableFuture<Void> ready = CompletableFuture.<Void>completedFuture(null);
        if (toList(pipeline + "/" + chunk, writeTimestamp)) {
            BoundStatement list = Binding.of(requests.write(chunkInsert))
                    .text(kind(pipeline))
                    .number(chunk)
                    .number(writeTimestamp)
                    .integer(ttl.listedSeconds())
                    .done();
            ready = writes.send(ready, list, 0, "a chunk of the history of \"" + pipeline + "\"");
        }
        BoundStatement bound = Binding.of(requests.write(entryInsert))
                .text(pipeline)
                .number(chunk)
                .number(batch)
                .time(entry.committedMicros())
                .number(entry.books().read())
                .number(entry.books().recorded())
                .number(entry.books().duplicates())
                .number(entry.books().deadLetters())
                .text(ControlText.write(entry))
                .number(writeTimestamp)
                .integer(ttl.seconds())
                .done();
        writes.send(ready, bound, 0, "batch " + batch + " in the history of \"" + pipeline + "\"")
                .exceptionally(fault -> null)
                .join();
        writes.check();
    }

    /** A chunk is listed before its first entry, and again before the entry that lists it could end before an entry does. */
    private boolean toList(String chunk, long writeTimestamp) {
        Long then = listed.get(chunk);
        boolean list = then == null || ttl.listAgain(then, writeTimestamp);
        if (list) {
            listed.put(chunk, writeTimestamp);
        }
        return list;
    }

    @Override
    public List<BatchEntry> history(String pipeline, int max) {
        List<BatchEntry> entries = new ArrayList<>();
        try {
            BoundStatement chunks =
                    Binding.of(requests.read(chunkSelect)).text(kind(pipeline)).done();
            Pages pages = new Pages(requests.send(chunks));
            while (pages.hasNext() && entries.size() < max) {
                BoundStatement chunk = Binding.of(requests.read(entrySelect))
                        .text(pipeline)
                        .number(pages.next().getLong(0))
                        .integer(max - entries.size())
                        .done();
                Pages.visit(requests.send(chunk), row -> entries.add(ControlText.entry(row.getString(0))));
            }
            return entries;
        } catch (RuntimeException fault) {
            throw Pages.failed("Cannot read the history of \"" + pipeline + "\"", fault);
        }
    }

    @Override
    public void close() {
        // the session belongs to CassandraStores
    }

    private Optional<Seen> seen(String pipeline) {
        // Serial consistency takes the place of the ordinary one: such a read finishes a transaction in progress first.
        ConsistencyLevel serial = DefaultConsistencyLevel.LOCAL_SERIAL;
        BoundStatement bound = Binding.of(requests.read(select)).text(pipeline).done();
        try {
            Row row = requests.ask(bound.setConsistencyLevel(serial)).one();
            return row == null
                    ? Optional.empty()
                    : Optional.of(new Seen(row.getLong(0), row.getUuid(1), row.getString(2)));
        } catch (RuntimeException fault) {
            throw Pages.failed("Cannot read the control row of \"" + pipeline + "\"", fault);
        }
    }

    private BoundStatement insert(PipelineState next, UUID nonce) {
        return Binding.of(requests.write(insert))
                .text(next.pipeline())
                .number(next.version())
                .uuid(nonce)
                .number(next.epoch())
                .text(next.holder())
                .time(next.leaseUntil())
                .number(next.committed())
                .text(ControlText.write(next))
                .done();
    }

    private BoundStatement update(PipelineState expected, PipelineState next, UUID nonce) {
        return Binding.of(requests.write(update))
                .number(next.version())
                .uuid(nonce)
                .number(next.epoch())
                .text(next.holder())
                .time(next.leaseUntil())
                .number(next.committed())
                .text(ControlText.write(next))
                .text(next.pipeline())
                .number(expected.version())
                .done();
    }

    private static String kind(String pipeline) {
        return "batches of " + pipeline;
    }
}
