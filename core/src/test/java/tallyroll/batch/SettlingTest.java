package tallyroll.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import tallyroll.event.Expressions;
import tallyroll.flow.TaskPlan;
import tallyroll.flow.TaskStats;
import tallyroll.pipeline.ContractPipeline;
import tallyroll.pipeline.Pipeline;
import tallyroll.record.BucketMark;

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
        settling.settled(9, new TaskStats.Recount(3 * HOUR, 1, 0, 0));

        assertThat(settling.touchedSince(7)).containsExactly(2 * HOUR);
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
                    settling.settled(batch, new TaskStats.Recount(batch % 3_000 * HOUR, 1, 0, 0));
                }
            });
            while (!running.isDone()) {
                settling.due(Long.MAX_VALUE / 2, Settling.Eagerness.ALL, 400);
                settling.untouched(old, 5);
                settling.neighbours(List.of(9 * HOUR), PLAN.horizon());
            }
            assertThat(running).succeedsWithin(Duration.ofSeconds(1));
        } finally {
            stream.shutdownNow();
        }
    }
}
