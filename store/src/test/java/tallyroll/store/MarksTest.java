package tallyroll.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.bucket.Granularity;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;
import tallyroll.control.SettleClaim;
import tallyroll.record.BucketMark;
import tallyroll.record.DeadLetter;
import tallyroll.record.Settlement;
import tallyroll.record.SystemOfRecord;
import tallyroll.time.Micros;

/** Where marks and dead letters stand, and that they stand before what they announce. */
class MarksTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String MARK = "INSERT INTO contract.tally_marks";
    private static final String PARTITION = "INSERT INTO contract.tally_partitions";

    private static NodeStores stores;

    private Requests requests;

    @BeforeAll
    static void open() {
        stores = NodeStores.of("blocks");
    }

    @AfterAll
    static void close() {
        stores.close();
    }

    @BeforeEach
    void empty() {
        stores.empty();
        requests = stores.requests();
    }

    @ParameterizedTest
    @CsvSource({
        "1h, 2001-01-05T07:00:00Z, 2001-01",
        "1m, 2001-01-05T07:09:00Z, 2001-01-05",
        "1d, 2001-01-05T00:00:00Z, 2001"
    })
    void mark_ofABucket_standsInThePeriodOfItsLength(String length, Instant bucket, String period) {
        BucketMarks marks = marks(length);
        RecordWrites writes = new RecordWrites(requests);

        assertThat(marks.mark(writes, Micros.of(bucket), Claims.ingest(3), Claims.TIMESTAMP))
                .succeedsWithin(PATIENCE);
        writes.await();

        assertThat(text("SELECT period FROM contract.tally_marks")).containsExactly(period);
        assertThat(marks.marks(Long.MIN_VALUE / 2, Long.MAX_VALUE / 2))
                .containsExactly(new BucketMark(Micros.of(bucket), 3, 0, 0, 0));
    }

    @Test
    void mark_ofManyBuckets_listsTheirPeriodOnce() {
        BucketMarks marks = marks("1h");
        RecordWrites writes = new RecordWrites(requests);
        long first = Micros.of(Instant.parse("2001-01-05T00:00:00Z"));

        for (int hour = 0; hour < 5; hour++) {
            assertThat(marks.mark(writes, first + hour * 3_600_000_000L, Claims.ingest(1), Claims.TIMESTAMP))
                    .succeedsWithin(PATIENCE);
            writes.await();
        }

        assertThat(stores.node().sent(PARTITION)).hasSize(1);
        assertThat(stores.node().sent(MARK)).hasSize(5);
    }

    /** A crash in between leaves the bucket dirty and never an event without its mark (rule R8). */
    @Test
    void append_event_isSentAfterItsMarkAndThatAfterItsPeriod() {
        try (SystemOfRecord.Appender appender = stores.record(requests).appender(Claims.ingest(1), 0, 0)) {
            appender.add(0, Claims.event(1), 1_000, Slice.of("a"));
            appender.finish();
        }

        assertThat(stores.node().sent("INSERT INTO"))
                .extracting(cql -> cql.substring("INSERT INTO contract.".length(), cql.indexOf(" (")))
                .containsExactly("tally_partitions", "tally_marks", "tally_blocks");
    }

    @Test
    void settled_bucket_isWrittenAtTheTimestampOfItsBatch() {
        SettleClaim claim = new SettleClaim(4, Claims.TIMESTAMP, 0, List.of(0L), Claim.Cause.SETTLE);

        marks("1h").settled(claim, List.of(new Settlement(0, 10, 2, Claims.TIMESTAMP)));

        assertThat(stores.node().timestamps("contract", "tally_settled")).containsExactly(List.of(Claims.TIMESTAMP));
    }

    @Test
    void slices_ofABucketThatIsDirtyByAnEventElsewhere_areThoseOfItsEvents() {
        BucketMarks marks = marks("1h");
        RecordWrites writes = new RecordWrites(requests);
        assertThat(marks.mark(writes, 0, Claims.ingest(1, 0), Claims.TIMESTAMP)).succeedsWithin(Duration.ofSeconds(5));

        marks.moved(0, 3, Claims.TIMESTAMP);

        assertThat(marks.slices(0)).containsExactly(0);
        assertThat(marks.marks(0, 3_600_000_000L)).containsExactly(new BucketMark(0, 3, 0, 0, 0));
    }

    @Test
    void slices_ofABucket_areAscending() {
        BucketMarks marks = marks("1h");
        RecordWrites writes = new RecordWrites(requests);
        for (int slice : List.of(2, 0, 1)) {
            assertThat(marks.mark(writes, 0, Claims.ingest(slice + 1, slice), Claims.TIMESTAMP))
                    .succeedsWithin(PATIENCE);
        }
        writes.await();

        assertThat(marks.slices(0)).containsExactly(0, 1, 2);
    }

    /** A topic full of nonsense must not make one huge partition. */
    @Test
    void deadLetters_ofOneBatch_areSpreadOverSlots() {
        try (SystemOfRecord.DeadLetterAppender appender =
                stores.record(requests).deadLetterAppender(Claims.TIMESTAMP)) {
            for (int offset = 0; offset < 40; offset++) {
                appender.reject(new DeadLetter(1, "events", 0, offset, "not-json", "no"));
            }
            appender.finish();
        }

        assertThat(stores.stores()
                        .session()
                        .execute("SELECT slot FROM contract.tally_dead_letters")
                        .all())
                .extracting(row -> row.getInt(0))
                .hasSize(40)
                .containsOnly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
        assertThat(stores.node().sent(PARTITION)).hasSize(1);
        assertThat(stores.record(requests).deadLetters(100)).hasSize(40);
    }

    private BucketMarks marks(String length) {
        Granularity bucket = Granularity.parse(length, ZoneOffset.UTC).orElseThrow();
        return new BucketMarks(requests, "contract", bucket);
    }

    private static List<String> text(String cql) {
        return stores.stores().session().execute(cql).all().stream()
                .map(row -> row.getString(0))
                .toList();
    }
}
