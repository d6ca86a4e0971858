package tallyroll.store;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import tallyroll.pipeline.Pipeline.Lives;
import tallyroll.record.DeadLetter;
import tallyroll.record.SystemOfRecord.Batches;
import tallyroll.record.SystemOfRecord.DeadLetterAppender;
import tallyroll.record.SystemOfRecord.DeadLetterReader;
import tallyroll.summary.StoreException;

/** The table of dead letters: keyed by where each came from, so that writing one again changes nothing. */
final class DeadLetters {
    private static final String KIND = "dead_letters";
    /** Partitions of one batch's dead letters: a topic full of nonsense must not make one huge partition. */
    private static final int SLOTS = 16;

    private final Requests requests;
    private final RowTtl ttl;
    private final String batchInsert;
    private final String batchSelect;
    private final String insert;
    private final String select;
    private final String delete;

    DeadLetters(Requests requests, String keyspace, Lives lives) {
        this.requests = requests;
        ttl = new RowTtl(lives.deadLetters());
        String name = SummaryTable.quoted(keyspace) + ".";
        batchInsert = "INSERT INTO " + name + "tally_partitions (kind, number) VALUES (?, ?) USING TIMESTAMP ?"
                + " AND TTL ?";
        batchSelect = "SELECT number FROM " + name + "tally_partitions WHERE kind = ?";
        insert = "INSERT INTO " + name + "tally_dead_letters (\"batch\", slot, source, source_partition, source_offset,"
                + " code, reason, payload, payload_bytes, payload_sha256) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?"
                + " AND TTL ?";
        select = "SELECT source, source_partition, source_offset, code, reason, payload, payload_bytes, payload_sha256,"
                + " WRITETIME(code) FROM "
                + name
                + "tally_dead_letters WHERE \"batch\" = ? AND slot = ? LIMIT ?";
        delete = "DELETE FROM " + name + "tally_dead_letters USING TIMESTAMP ? WHERE \"batch\" = ? AND slot = ?"
                + " AND source = ? AND source_partition = ? AND source_offset = ?";
    }

    /** For dead letters alone. */
    DeadLetterAppender appender(long writeTimestamp) {
        RecordWrites writes = new RecordWrites(requests);
        Sink sink = sink(writes, writeTimestamp);
        return new DeadLetterAppender() {
            @Override
            public void reject(DeadLetter letter) {
                sink.add(letter);
            }

            @Override
            public void finish() {
                writes.await();
            }

            @Override
            public void close() {
                // nothing is held back
            }
        };
    }

    /** The dead letters of one appender. */
    Sink sink(RecordWrites writes, long writeTimestamp) {
        return new Sink(writes, writeTimestamp);
    }

    /** Newest batch first. */
    List<DeadLetter> newest(int max) {
        try {
            return read(max);
        } catch (RuntimeException fault) {
            throw Pages.failed("Cannot read dead letters", fault);
        }
    }

    private List<DeadLetter> read(int max) {
        List<DeadLetter> letters = new ArrayList<>();
        BoundStatement batches =
                Binding.of(requests.read(batchSelect)).text(KIND).done();
        Pages pages = new Pages(requests.send(batches));
        while (pages.hasNext() && letters.size() < max) {
            long batch = pages.next().getLong(0);
            for (int slot = 0; slot < SLOTS && letters.size() < max; slot++) {
                read(batch, slot, max - letters.size(), letters);
            }
        }
        return letters;
    }

    /** Those of some batches, newest first. */
    void read(Batches batches, DeadLetterReader reader) {
        try {
            BoundStatement listed =
                    Binding.of(requests.read(batchSelect)).text(KIND).done();
            Pages pages = new Pages(requests.send(listed));
            while (pages.hasNext()) {
                long batch = pages.next().getLong(0);
                for (int slot = 0; batches.contain(batch) && slot < SLOTS; slot++) {
                    Pages.visit(
                            ask(batch, slot, Integer.MAX_VALUE),
                            row -> reader.letter(letter(batch, row), row.getLong(8)));
                }
            }
        } catch (StoreException known) {
            throw known;
        } catch (RuntimeException fault) {
            throw Pages.failed("Cannot read dead letters", fault);
        }
    }

    void remove(List<DeadLetter> letters, long writeTimestamp) {
        RecordWrites writes = new RecordWrites(requests);
        for (DeadLetter letter : letters) {
            BoundStatement bound = Binding.of(requests.write(delete))
                    .number(writeTimestamp)
                    .number(letter.batch())
                    .integer(slot(letter))
                    .text(letter.source())
                    .integer(letter.partition())
                    .number(letter.offset())
                    .done();
            writes.add(bound, 0, "that a dead letter of batch " + letter.batch() + " is none any more");
        }
        writes.await();
    }

    private static int slot(DeadLetter letter) {
        return (int) (letter.offset() % SLOTS);
    }

    private void read(long batch, int slot, int max, List<DeadLetter> into) {
        Pages.visit(ask(batch, slot, max), row -> into.add(letter(batch, row)));
    }

    private CompletionStage<AsyncResultSet> ask(long batch, int slot, int max) {
        return requests.send(Binding.of(requests.read(select))
                .number(batch)
                .integer(slot)
                .integer(max)
                .pageSize(100)
                .done());
    }

    private static DeadLetter letter(long batch, Row row) {
        if (row.isNull(6)) { // written before there was the column
            return new DeadLetter(
                            batch, row.getString(0), row.getInt(1), row.getLong(2), row.getString(3), row.getString(4))
                    .keeping(bytes(row.getByteBuffer(5)));
        }
        return new DeadLetter(
                batch,
                row.getString(0),
                row.getInt(1),
                row.getLong(2),
                row.getString(3),
                row.getString(4),
                bytes(row.getByteBuffer(5)),
                row.getLong(6),
                row.getString(7));
    }

    static byte[] bytes(ByteBuffer buffer) {
        if (buffer == null) {
            return new byte[0];
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    /** Writes dead letters; the batch is listed before the first of them. */
    final class Sink {
        private final RecordWrites writes;
        private final long writeTimestamp;
        private final Set<Long> listed = new HashSet<>();

        private Sink(RecordWrites writes, long writeTimestamp) {
            this.writes = writes;
            this.writeTimestamp = writeTimestamp;
        }

        void add(DeadLetter letter) {
            CompletableFuture<Void> ready = CompletableFuture.completedFuture(null);
            if (listed.add(letter.batch())) {
                BoundStatement list = Binding.of(requests.write(batchInsert))
                        .text(KIND)
                        .number(letter.batch())
                        .number(writeTimestamp)
                        .integer(ttl.listedSeconds())
                        .done();
                ready = writes.send(ready, list, 0, "that batch " + letter.batch() + " has dead letters");
            }
            BoundStatement bound = Binding.of(requests.write(insert))
                    .number(letter.batch())
                    .integer(slot(letter))
                    .text(letter.source())
                    .integer(letter.partition())
                    .number(letter.offset())
                    .text(letter.code())
                    .text(letter.reason())
                    .bytes(letter.payload())
                    .number(letter.bytes())
                    .text(letter.sha256())
                    .number(writeTimestamp)
                    .integer(ttl.seconds())
                    .done();
            String what = "a dead letter of batch " + letter.batch();
            writes.add(ready, bound, letter.payload().length, what);
        }
    }
}
