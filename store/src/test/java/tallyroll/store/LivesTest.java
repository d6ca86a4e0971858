package tallyroll.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tallyroll.bytes.Slice;
import tallyroll.control.Books;
import tallyroll.control.Claim;
import tallyroll.control.ControlStore;
import tallyroll.control.ControlStore.BatchEntry;
import tallyroll.control.ForgetClaim;
import tallyroll.control.Forgotten;
import tallyroll.control.IngestClaim;
import tallyroll.control.SettleClaim;
import tallyroll.record.DeadLetter;
import tallyroll.record.Gap;
import tallyroll.record.Settlement;
import tallyroll.record.SystemOfRecord;
import tallyroll.time.Micros;

/** What ends by itself in the tables, and that no table grows for ever. Time is the node's. */
class LivesTest {
    private static final long START = 1_790_000_000_000_000L;

    /** The most rows that may stand in each. */
    private static final Map<String, Long> TABLES = Map.of(
            "tally_blocks", 5L,
            "tally_marks", 5L,
            "tally_settled", 5L,
            "tally_dead_letters", 10L,
            "tally_batches", 41L,
            "tally_partitions", 17L);

    private static NodeStores stores;

    /** Knows nothing of what other tests listed. */
    private final ControlStore control = new CassandraControl(
            stores.requests(), stores.keyspace(), stores.pipeline().lives());

    private long now = START;
    private long batch;

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
    }

    @Test
    void deadLetter_afterItsLife_isGoneAndSoIsWhatListsIt() {
        reject();
        pass(Duration.ofDays(89));
        assertThat(stores.stores().record().deadLetters(10)).hasSize(1);

        pass(Duration.ofDays(1));

        assertThat(rows("tally_dead_letters")).isZero();
        pass(Duration.ofDays(2));
        assertThat(rows("tally_partitions")).isZero();
    }

    @Test
    void gap_afterItsLife_isGone() {
        stores.stores().record().gaps().add(new Gap(new Claim.Range("events", 0, 5, 9), "expired", 1, now), now);
        pass(Duration.ofDays(399));
        assertThat(rows("tally_gaps")).isEqualTo(1);

        pass(Duration.ofDays(1));

        assertThat(rows("tally_gaps")).isZero();
    }

    /** A pipeline of few batches has one chunk of its history for years: the entry that lists it must not end before its batches. */
    @Test
    void history_ofOneChunkForYears_isListedAsLongAsItsBatchesLive() {
        for (int month = 0; month < 30; month++) {
            append();
            pass(Duration.ofDays(30));
        }

        assertThat(control.history("contract", 100)).hasSize(13);
        assertThat(rows("tally_batches")).isEqualTo(13);
    }

    /** An event, a dead letter and a batch every ten days for three years, the record kept for thirty. */
    @Test
    void tables_overYears_stayBounded() {
        Map<String, Long> largest = new TreeMap<>();
        for (int day = 0; day < 3 * 365; day += 10) {
            record();
            reject();
            append();
            forget(now - Micros.of(Duration.ofDays(30)));
            pass(Duration.ofDays(10));
            TABLES.keySet().forEach(table -> largest.merge(table, rows(table), Math::max));
        }

        assertThat(largest).allSatisfy((table, rows) -> assertThat(rows).isBetween(1L, TABLES.get(table)));
    }

    private void record() {
        try (SystemOfRecord.Appender appender = stores.stores().record().appender(claim(++batch), 0, 0)) {
            appender.add(bucket(now), Claims.event(batch), batch, Slice.of("event"));
            appender.finish();
        }
        stores.stores()
                .record()
                .settled(
                        new SettleClaim(batch, now + 1_000, 0, List.of(bucket(now)), Claim.Cause.SETTLE),
                        List.of(new Settlement(bucket(now), 1, 0, now)));
    }

    private void reject() {
        try (SystemOfRecord.Appender appender = stores.stores().record().appender(claim(batch), 0, 0)) {
            appender.reject(
                    new DeadLetter(batch, "events", 0, batch, "not-json", "it is not JSON").keeping(new byte[] {1}));
            appender.finish();
        }
    }

    private void append() {
        control.append("contract", new BatchEntry(claim(++batch), Books.NONE, now, 0, 0));
    }

    private void forget(long before) {
        Forgotten after = new Forgotten(before, before, before, before, Forgotten.Dropped.NOTHING, 0);
        ForgetClaim claim = new ForgetClaim(batch + 1, now + 2_000, 0, after, List.of(), List.of());
        stores.stores().record().marks(Long.MIN_VALUE / 2, before).forEach(mark -> stores.stores()
                .record()
                .forget(mark.bucket(), claim));
    }

    private IngestClaim claim(long number) {
        return new IngestClaim(Math.max(1, number), now, 0, List.of(new Claim.Range("events", 0, 0, 100_000)));
    }

    private static long bucket(long micros) {
        return stores.pipeline().record().bucket().floor(micros);
    }

    private void pass(Duration time) {
        stores.node().pass(time);
        now += Micros.of(time);
    }

    private static long rows(String table) {
        return stores.node().rows("contract", table);
    }
}
