package tallyroll.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;
import tallyroll.event.Event;
import tallyroll.record.DeadLetter;
import tallyroll.record.Gap;
import tallyroll.record.SystemOfRecord;
import tallyroll.store.node.Fault;
import tallyroll.summary.CounterStore;
import tallyroll.summary.CounterStoreContract;
import tallyroll.summary.SummaryRow;
import tallyroll.summary.SummaryStore.Partition;
import tallyroll.summary.WriteOutcome;

class CountersTest extends CounterStoreContract {
    private static final String UPDATE = "UPDATE counting.by_place_1h";

    private static NodeStores stores;

    @BeforeAll
    static void open() {
        stores = NodeStores.ofCounters();
    }

    @AfterAll
    static void close() {
        stores.close();
    }

    @BeforeEach
    void empty() {
        stores.empty();
    }

    @Override
    protected CounterStore counters() {
        return stores.stores().counters();
    }

    @Override
    protected long[] row(Partition partition, long bucket) {
        List<SummaryRow> rows = stores.stores()
                .summaries()
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
    void add_answerLost_isUnknownAndSentOnce() {
        stores.node().fail(1, UPDATE, Fault.ANSWER_LOST);

        assertThat(outcome()).isInstanceOf(WriteOutcome.Unknown.class);
        assertThat(stores.node().sent(UPDATE)).hasSize(1);
        assertThat(row(partition("here"), BUCKET)).containsExactly(1, 1);
    }

    @Test
    void add_requestLost_isUnknownAndNotAdded() {
        stores.node().fail(1, UPDATE, Fault.REQUEST_LOST);

        assertThat(outcome()).isInstanceOf(WriteOutcome.Unknown.class);
        assertThat(row(partition("here"), BUCKET)).containsExactly(0, 0);
    }

    /** What no replica was given can be sent again without counting twice; whoever counts does so. */
    @Test
    void add_refused_isToldAndSentOnce() {
        stores.node().fail(1, UPDATE, Fault.REFUSED);

        assertThat(outcome()).isInstanceOf(WriteOutcome.Refused.class);
        assertThat(stores.node().sent(UPDATE)).hasSize(1);
        assertThat(row(partition("here"), BUCKET)).containsExactly(0, 0);
    }

    @Test
    void add_rowsOfOnePartition_areOneMutationEach64() {
        add(
                partition("here"),
                IntStream.range(0, 100).mapToObj(hour -> increment(hour, 1, 1)).toArray(CounterStore.Increment[]::new));

        assertThat(stores.node().sent(UPDATE))
                .extracting(batch -> batch.lines().count())
                .containsExactly(64L, 36L);
    }

    @Test
    void record_ofAStrategyWithoutOne_takesDeadLettersAndKnowsNoEvents() {
        SystemOfRecord record = stores.stores().record();
        DeadLetter letter = new DeadLetter(3, "events", 0, 17, "not-json", "it ends early", new byte[] {1});
        try (SystemOfRecord.DeadLetterAppender appender = record.deadLetterAppender(1_700_000_000_000_000L)) {
            appender.reject(letter);
            appender.finish();
        }

        assertThat(record.deadLetters(5))
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(letter);
        Gap gap = new Gap(new Claim.Range("events", 0, 3, 9), "gone", 3, 1_700_000_000_000_000L);
        record.gaps().add(gap, 1_700_000_000_000_000L);
        assertThat(record.gaps().newest(5)).containsExactly(gap);
        assertThat(record.marks(Long.MIN_VALUE, Long.MAX_VALUE)).isEmpty();
        assertThatThrownBy(() -> record.read(BUCKET, (source, offset, raw) -> {}))
                .hasMessage("bucket 2001-01-05T00:00:00Z cannot be read: no events are recorded");
        assertThatThrownBy(() -> record.identities(BUCKET, SystemOfRecord.Batches.before(9)))
                .hasMessage("bucket 2001-01-05T00:00:00Z cannot be read: no events are recorded");
    }

    @Test
    void appender_ofAStrategyWithoutRecord_refusesEvents() {
        Event event = new Event(stores.pipeline().event().schema());
        try (SystemOfRecord.Appender appender = stores.stores().record().appender(Claims.ingest(1), 0, 0)) {
            assertThatThrownBy(() -> appender.add(BUCKET, event, 0, Slice.of("a")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("an event of bucket 2001-01-05T00:00:00Z was to be recorded");
        }
    }

    private static WriteOutcome outcome() {
        return stores.stores()
                .counters()
                .add(partition("here"), List.of(increment(0, 1, 1)))
                .toCompletableFuture()
                .join();
    }
}
