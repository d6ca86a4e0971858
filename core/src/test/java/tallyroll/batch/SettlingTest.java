package tallyroll.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import tallyroll.control.SettleClaim;
import tallyroll.event.Expressions;
import tallyroll.flow.BucketCopies;
import tallyroll.flow.CrossBucketDuplicates;
import tallyroll.flow.RepeatedIdentities;
import tallyroll.flow.TaskPlan;
import tallyroll.flow.TaskStats;
import tallyroll.pipeline.ContractPipeline;
import tallyroll.pipeline.Pipeline;
import tallyroll.record.BucketMark;
import tallyroll.record.Counted;
import tallyroll.record.Settlement;

class SettlingTest {
    private static final long HOUR = 3_600_000_000L;
    private static final Pipeline PIPELINE = ContractPipeline.inMemory();
    private static final TaskPlan PLAN = TaskPlan.of(PIPELINE, Expressions.NONE, 1_000);

    private final Settling settling = new Settling(PLAN, List.of(new BucketMark(0, 3, 4, 10, 0)));

    @Test
    void untouched_bucketThatABatchTouchedSince_isLeftOut() {
        settling.touched(7, List.of(HOUR, 2 * HOUR));
        settling.touched(8, List.of(2 * HOUR));

        assertThat(settling.untouched(List.of(0L, HOUR, 2 * HOUR), 7)).containsExactly(0L, HOUR);
    }

    @Test
    void dirtyAgain_settledBucket_isFromTheNextBatchOn() {
        assertThat(settling.dirtyAgain(0)).isEqualTo(Optional.of(5L));

        settling.moved(0, 5);

        assertThat(settling.dirtyAgain(0)).isEmpty();
        assertThat(settling.due(Long.MAX_VALUE / 2, Settling.Eagerness.ALL, 9)).containsExactly(0L);
    }

    @Test
    void touchedSince_aBatch_areDirtyBucketsOfLaterOnes() {
        settling.touched(7, List.of(HOUR));
        settling.touched(8, List.of(2 * HOUR, 3 * HOUR));
        settling.settled(9, List.of(new Settlement(3 * HOUR, 1, 0, 9)));

        assertThat(settling.touchedSince(7)).containsExactly(2 * HOUR);
    }

    @Test
    void proven_bucketThatHoldsWhatWholeBatchesCounted_isSo() {
        whole(7, Map.of(0L, 5L, HOUR, 2L));
        whole(8, Map.of(HOUR, 3L));

        assertThat(settling.proven(List.of(0L, HOUR), holding(Map.of(0L, 15L, HOUR, 5L))))
                .containsExactly(new SettleClaim.Proven(0, 15), new SettleClaim.Proven(HOUR, 5));
    }

    @Test
    void proven_bucketThatHoldsMoreOrLess_isNot() {
        whole(7, Map.of(0L, 5L, HOUR, 2L));

        assertThat(settling.proven(List.of(0L, HOUR), holding(Map.of(0L, 14L, HOUR, 3L))))
                .isEmpty();
    }

    @Test
    void proven_bucketWithCopies_isNot() {
        whole(7, Map.of(0L, 5L, HOUR, 5L));
        Map<Long, BucketCopies> copies =
                Map.of(0L, new BucketCopies(15, false, new long[] {4}), HOUR, new BucketCopies(5, true, new long[0]));

        assertThat(settling.proven(List.of(0L, HOUR), new RepeatedIdentities(copies, CrossBucketDuplicates.NONE)))
                .isEmpty();
    }

    /** Whatever later batches count: what this one has left there is known after a recount only. */
    @Test
    void proven_bucketOfABatchThatWasNotWhole_isNotUntilItIsRecounted() {
        settling.touched(7, List.of(0L));
        whole(8, Map.of(0L, 5L));
        assertThat(settling.proven(List.of(0L), holding(Map.of(0L, 15L)))).isEmpty();

        settling.settled(9, List.of(new Settlement(0, 20, 0, 9)));
        whole(10, Map.of(0L, 5L));
        assertThat(settling.proven(List.of(0L), holding(Map.of(0L, 25L)))).hasSize(1);
    }

    @Test
    void proven_bucketThatHeldDuplicatesWhenItWasSettled_isNot() {
        settling.settled(6, List.of(new Settlement(0, 9, 1, 6)));
        whole(7, Map.of(0L, 5L));

        assertThat(settling.proven(List.of(0L), holding(Map.of(0L, 14L)))).isEmpty();
        assertThat(settling.proven(List.of(0L), holding(Map.of(0L, 15L)))).isEmpty();
    }

    @Test
    void proven_bucketThatIsDirtyByAnEventElsewhere_isNot() {
        settling.moved(0, 5);
        whole(6, Map.of(0L, 5L));

        assertThat(settling.proven(List.of(0L), holding(Map.of(0L, 15L)))).isEmpty();
    }

    /** A batch that is run again touches what it touched before, and that counts for nothing. */
    @Test
    void counted_batchThatFailedAfterItTouched_isNothing() {
        settling.touched(7, List.of(0L));
        settling.touched(7, List.of(0L));

        assertThat(settling.counted(7, List.of(new TaskStats.Touched(0, 5, 0)))).isEmpty();
    }

    @Test
    void proven_byMarksAlone_afterARestart() {
        BucketMark counted = new BucketMark(0, 7, 4, 10, 0, 4, Optional.of(new Counted(0, 7, 15)));
        BucketMark older = new BucketMark(HOUR, 8, 4, 10, 0, 4, Optional.of(new Counted(HOUR, 7, 15)));
        Settling restarted = new Settling(PLAN, List.of(counted, older));

        assertThat(restarted.proven(List.of(0L, HOUR), holding(Map.of(0L, 15L, HOUR, 15L))))
                .containsExactly(new SettleClaim.Proven(0, 15));
    }

    @Test
    void unaudited_settledBuckets_areThoseRecountedLongestAgoWithinABound() {
        settling.touched(7, List.of(HOUR, 2 * HOUR, 3 * HOUR));
        settling.settled(
                8,
                List.of(
                        new Settlement(0, 10, 0, 300),
                        new Settlement(HOUR, 10, 0, 200),
                        new Settlement(2 * HOUR, 10, 0, 100)));

        assertThat(settling.unaudited(300, 1_000)).containsExactly(2 * HOUR, HOUR, 0L);
        assertThat(settling.unaudited(200, 1_000)).containsExactly(2 * HOUR, HOUR);
        assertThat(settling.unaudited(300, 25)).containsExactly(2 * HOUR, HOUR);
        assertThat(settling.unaudited(300, 0)).as("at least one").containsExactly(2 * HOUR);
        assertThat(settling.unaudited(99, 1_000)).isEmpty();
    }

    private void whole(long batch, Map<Long, Long> events) {
        settling.touched(batch, events.keySet());
        List<TaskStats.Touched> touched = events.entrySet().stream()
                .map(bucket -> new TaskStats.Touched(bucket.getKey(), bucket.getValue(), 0))
                .toList();
        settling.counted(settling.counted(batch, touched));
    }

    /** No copies, and so many events. */
    private static RepeatedIdentities holding(Map<Long, Long> events) {
        Map<Long, BucketCopies> copies = new HashMap<>();
        events.forEach((bucket, count) -> copies.put(bucket, new BucketCopies(count, false, new long[0])));
        return new RepeatedIdentities(copies, CrossBucketDuplicates.NONE);
    }

    /** One thread settles while another ingests: what is due may be asked at any moment. */
    @Test
    void due_whileBatchesTouchAndSettle_isAnswered() throws Exception {
        List<Long> old = new ArrayList<>();
        for (long i = 0; i < 3_000; i++) {
            old.add(i * HOUR);
        }
        settling.touched(1, old);
        ExecutorService stream = Executors.newSingleThreadExecutor();
        try {
            Future<?> running = stream.submit(() -> {
                for (long batch = 2; batch < 2_000; batch++) {
                    settling.touched(batch, List.of((3_000 + batch) * HOUR, batch % 3_000 * HOUR));
                    settling.settled(batch, List.of(new Settlement(batch % 3_000 * HOUR, 1, 0, batch)));
                }
            });
            while (!running.isDone()) {
                settling.due(Long.MAX_VALUE / 2, Settling.Eagerness.ALL, 400);
                settling.untouched(old, 5);
                settling.lastBatches(List.of(9 * HOUR), PLAN.horizon());
            }
            assertThat(running).succeedsWithin(Duration.ofSeconds(1));
        } finally {
            stream.shutdownNow();
        }
    }
}
