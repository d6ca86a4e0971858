package tallyroll.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {
    private static final RetryPolicy FOUR =
            new RetryPolicy("a test", 4, Duration.ofMillis(100), Duration.ofMillis(300), "it fails");

    @Test
    void waitAfter_failures_doublesUpToTheLongest() {
        assertThat(IntStream.rangeClosed(1, 5).mapToObj(FOUR::waitAfter))
                .containsExactly(
                        Duration.ofMillis(100),
                        Duration.ofMillis(200),
                        Duration.ofMillis(300),
                        Duration.ofMillis(300),
                        Duration.ofMillis(300));
        assertThat(Retries.RECEIVER_CONNECT.waitAfter(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void waits_allTries_areTheWaitsBetweenThem() {
        assertThat(FOUR.waits()).isEqualTo(Duration.ofMillis(600));
        assertThat(RetryPolicy.immediately(9).waits()).isZero();
    }

    @Test
    void allows_failures_endsWithTheLastTry() {
        assertThat(IntStream.rangeClosed(1, 5).mapToObj(FOUR::allows)).containsExactly(true, true, true, false, false);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "done | 1 | done",
                "away done | 2 | done",
                "away away done | 3 | done",
                "away away away done | 3 | away",
                "away broken done | 2 | broken",
                "broken done | 1 | broken",
                "thrown done | 2 | done"
            })
    void run_attempts_endsWithSuccessOrTheLastFailure(String answers, int asked, String end) {
        Scripted scripted = new Scripted(answers);

        CompletionStage<String> result = RetryPolicy.immediately(3)
                .run(scripted, failure -> !failure.getMessage().equals("broken"));

        assertThat(result.handle((answer, failure) -> failure == null ? answer : failure.getMessage()))
                .isCompletedWithValue(end);
        assertThat(scripted.asked).isEqualTo(asked);
    }

    @Test
    void run_failureInAFuture_isJudgedAndGivenWithoutItsWrapping() {
        CompletableFuture<String> failing = CompletableFuture.failedFuture(new IllegalStateException("away"));

        CompletableFuture<String> result = RetryPolicy.immediately(2)
                .run(() -> failing.thenApply(same -> same), IllegalStateException.class::isInstance)
                .toCompletableFuture();

        assertThatThrownBy(result::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseExactlyInstanceOf(IllegalStateException.class);
    }

    @Test
    void inTask_runAgainBySpark_hasFewTries() {
        assertThat(Retries.inTask(Retries.STORE_APPLY, 0)).isEqualTo(Retries.STORE_APPLY);
        assertThat(List.of(1, 3, 32)).allSatisfy(attempt -> assertThat(
                        Retries.inTask(Retries.STORE_APPLY, attempt).tries())
                .isEqualTo(3));
    }

    /** What this replaced multiplied to 192. */
    @Test
    void inTask_refusedRow_isTriedByEachRunOfItsTask() {
        int tries = IntStream.range(0, Retries.SPARK_TASK.tries())
                .map(attempt -> Retries.inTask(Retries.STORE_APPLY, attempt).tries())
                .sum();

        assertThat(tries).isEqualTo(18 + 3 * 3);
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1", "1, -1, 1", "1, 2, 1"})
    void policy_thatMakesNoSense_isRefused(int tries, long first, long longest) {
        assertThatThrownBy(() -> new RetryPolicy(
                        "a test", tries, Duration.ofMillis(first), Duration.ofMillis(longest), "it fails"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static final class Scripted implements Supplier<CompletionStage<String>> {
        private final Deque<String> answers;
        private int asked;

        private Scripted(String answers) {
            this.answers = new ArrayDeque<>(List.of(answers.split(" ")));
        }

        @Override
        public CompletionStage<String> get() {
            asked++;
            String answer = answers.remove();
            return switch (answer) {
                case "done" -> CompletableFuture.completedFuture(answer);
                case "thrown" -> throw new IllegalStateException(answer);
                default -> CompletableFuture.failedFuture(new IllegalStateException(answer));
            };
        }
    }
}
