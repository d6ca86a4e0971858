package tallyroll.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import tallyroll.control.ControlStore.BatchEntry;
import tallyroll.control.StoredDefinition.Aspect;
import tallyroll.control.StoredDefinition.Redefined;
import tallyroll.control.StoredDefinition.StoredRollup;

/** A test for each sentence of {@link ControlStore}; every implementation extends it. */
public abstract class ControlStoreContract {
    private static final long TIMESTAMP = 1_700_000_000_000_000L;
    private static final PipelineState INITIAL = PipelineState.initial("contract");

    /** An empty store. */
    protected abstract ControlStore control();

    @Test
    void read_neverOpened_isEmpty() {
        assertThat(control().read("contract")).isEmpty();
    }

    @Test
    void swap_ofTheStoredState_isStoredWhole() {
        PipelineState ingest = state(1, Optional.of(ingest(1)));
        PipelineState settle = state(2, Optional.of(settle(2)));

        assertThat(control().swap(INITIAL, ingest)).isTrue();
        assertThat(control().read("contract")).contains(ingest);
        assertThat(control().swap(ingest, settle)).isTrue();
        assertThat(control().read("contract")).contains(settle);
    }

    @Test
    void swap_ofAnOlderState_changesNothing() {
        PipelineState one = state(1, Optional.empty());
        PipelineState two = state(2, Optional.empty());
        assertThat(control().swap(INITIAL, one)).isTrue();
        assertThat(control().swap(one, two)).isTrue();

        assertThat(control().swap(one, state(2, Optional.of(ingest(9))))).isFalse();
        assertThat(control().swap(INITIAL, one)).isFalse();
        assertThat(control().read("contract")).contains(two);
    }

    @Test
    void swap_ofANewerStateThanStored_changesNothing() {
        assertThat(control().swap(state(4, Optional.empty()), state(5, Optional.empty())))
                .isFalse();
        assertThat(control().read("contract")).isEmpty();
    }

    @Test
    void swap_toAVersionThatDoesNotFollow_isAFaultOfTheCaller() {
        assertThatThrownBy(() -> control().swap(INITIAL, state(2, Optional.empty())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("version 2 of \"contract\" does not follow version 0 of \"contract\"");
    }

    @Test
    void swap_manyDriversAtOnce_oneWinsEachRound() throws Exception {
        ExecutorService drivers = Executors.newFixedThreadPool(4);
        try {
            PipelineState expected = INITIAL;
            for (int round = 1; round <= 5; round++) {
                expected = race(drivers, expected, round);
                assertThat(control().read("contract")).contains(expected);
            }
        } finally {
            drivers.shutdown();
        }
    }

    private PipelineState race(ExecutorService drivers, PipelineState expected, int round) throws Exception {
        List<PipelineState> wanted = new ArrayList<>();
        List<Callable<Boolean>> swaps = new ArrayList<>();
        for (int driver = 0; driver < 4; driver++) {
            PipelineState next = state(round, Optional.of(ingest(round * 10L + driver)));
            wanted.add(next);
            swaps.add(() -> control().swap(expected, next));
        }
        List<Future<Boolean>> answers = drivers.invokeAll(swaps);
        List<PipelineState> winners = new ArrayList<>();
        for (int driver = 0; driver < 4; driver++) {
            if (answers.get(driver).get()) {
                winners.add(wanted.get(driver));
            }
        }
        assertThat(winners).hasSize(1);
        return winners.get(0);
    }

    @Test
    void history_manyBatches_isNewestFirstAndNoMoreThanAsked() {
        for (long batch : new long[] {998, 999, 1000, 1001, 2500}) {
            control().append("contract", entry(ingest(batch), 7));
        }

        assertThat(control().history("contract", 3))
                .extracting(entry -> entry.claim().batch())
                .containsExactly(2500L, 1001L, 1000L);
        assertThat(control().history("contract", 100)).hasSize(5).contains(entry(ingest(1000), 7));
        assertThat(control().history("another", 100)).isEmpty();
    }

    @Test
    void append_sameEntryAgain_changesNothing() {
        control().append("contract", entry(settle(1), 7));
        control().append("contract", entry(settle(1), 7));

        assertThat(control().history("contract", 100)).containsExactly(entry(settle(1), 7));
    }

    protected static PipelineState state(long version, Optional<Claim> open) {
        return new PipelineState(
                "contract",
                version,
                version + 3,
                "host/4711/\"é\"",
                TIMESTAMP + 30_000_001,
                version * 2,
                TIMESTAMP + 1,
                5,
                123_456_789_012L,
                open,
                Map.of("events-0", 17L, "events-1", Long.MAX_VALUE),
                new Books(10, 6, 1_000, 3, 1),
                definition(),
                new Forgotten(9, 8, 6, 7, new Forgotten.Dropped(1, 2, 3), 4),
                Optional.of(entry(settle(version * 2), 7)),
                Map.of(),
                new SettledCounts(40, 30, 20, 1),
                PathMatches.NONE,
                0);
    }

    private static StoredDefinition definition() {
        List<Aspect> aspects = List.of(new Aspect("record.bucket", "1h"), new Aspect("event.time", "at (\"é\")"));
        List<Aspect> measures = List.of(new Aspect("measures.events", "count"));
        return new StoredDefinition(
                aspects,
                List.of(
                        new StoredRollup(
                                "kept",
                                measures,
                                List.of("kept_1h", "kept_1d"),
                                new Redefined(7, Redefined.OPEN, TIMESTAMP),
                                OptionalLong.empty()),
                        new StoredRollup(
                                "dropped", measures, List.of("dropped_1h"), Redefined.NEVER, OptionalLong.of(3))));
    }

    protected static Claim ingest(long batch) {
        List<Claim.Range> ranges =
                List.of(new Claim.Range("events", 0, 17, 18), new Claim.Range("events", 1, 0, 4_000_000_000L));
        return new IngestClaim(batch, TIMESTAMP + batch * 1_000, 2, ranges);
    }

    private static Claim settle(long batch) {
        List<Long> buckets = List.of(-3_600_000_000L, 0L, 978_652_800_000_000L);
        return new SettleClaim(batch, TIMESTAMP + batch * 1_000, 2, buckets, Claim.Cause.REPAIR);
    }

    private static BatchEntry entry(Claim claim, long rows) {
        return new BatchEntry(claim, new Books(10, 6, 1_000, 3, 1), TIMESTAMP + 99, rows, -1);
    }
}
