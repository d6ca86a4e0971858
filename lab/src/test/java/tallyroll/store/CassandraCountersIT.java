package tallyroll.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tallyroll.pipeline.CountersPipeline;
import tallyroll.server.TestServers;
import tallyroll.summary.CounterStore;
import tallyroll.summary.CounterStoreContract;
import tallyroll.summary.SummaryRow;
import tallyroll.summary.SummaryStore.Partition;
import tallyroll.summary.WriteOutcome;

class CassandraCountersIT extends CounterStoreContract {
    private static final String MARKER = "marked-for-cutting";

    private static CassandraStores stores;
    private static String keyspace;

    @BeforeAll
    static void open() {
        keyspace = TestServers.shared().freshKeyspace();
        stores = CassandraStores.open(CountersPipeline.of(TestServers.shared().contactPoint(), keyspace));
        stores.createTables();
    }

    @AfterAll
    static void close() {
        stores.close();
    }

    @BeforeEach
    void empty() {
        for (String table : List.of("by_place_1h", "by_place_1d")) {
            stores.session().execute("TRUNCATE " + keyspace + "." + table);
        }
    }

    @Override
    protected CounterStore counters() {
        return stores.counters();
    }

    @Override
    protected long[] row(Partition partition, long bucket) {
        List<SummaryRow> rows = stores.summaries()
                .read(partition, bucket, bucket)
                .toCompletableFuture()
                .join();
        return rows.isEmpty()
                ? new long[2]
                : Arrays.stream(rows.get(0).values())
                        .mapToLong(value -> ((Number) value).longValue())
                        .toArray();
    }

    @Test
    void add_answerLost_isUnknownAndWasAdded() throws IOException {
        try (AnswerDropper dropper = new AnswerDropper(TestServers.shared().contactPoint(), MARKER);
                CassandraStores cut = CassandraStores.open(CountersPipeline.of(dropper.contactPoint(), keyspace))) {
            prepare(cut);
            dropper.cutNext(1);

            assertThat(cut.counters().add(partition(MARKER), List.of(increment(0, 1, 1))))
                    .succeedsWithin(PATIENCE)
                    .isInstanceOf(WriteOutcome.Unknown.class);

            assertThat(dropper.cut()).isEqualTo(1);
            assertThat(row(partition(MARKER), BUCKET)).containsExactly(1, 1);
        }
    }

    @Test
    void add_noNode_endsInARefusalAndNothingWasAdded() throws IOException {
        AnswerDropper dropper = new AnswerDropper(TestServers.shared().contactPoint(), MARKER);
        try (CassandraStores cut = CassandraStores.open(CountersPipeline.of(dropper.contactPoint(), keyspace))) {
            prepare(cut);
            dropper.close();

            // the first ones may still find a connection that is about to close, and then nobody knows
            assertThat(Stream.generate(() -> cut.counters()
                                    .add(partition("x"), List.of(increment(0, 1, 1)))
                                    .toCompletableFuture()
                                    .join())
                            .limit(10)
                            .filter(WriteOutcome.Refused.class::isInstance)
                            .findFirst())
                    .isPresent();
            assertThat(row(partition("x"), BUCKET)).containsExactly(0, 0);
        }
    }

    /** The first use prepares the statement, and that request must not be the one that is cut. */
    private static void prepare(CassandraStores cut) {
        assertThat(cut.counters().add(partition("first"), List.of(increment(0, 1, 1))))
                .succeedsWithin(PATIENCE)
                .isEqualTo(WriteOutcome.WRITTEN);
    }
}
