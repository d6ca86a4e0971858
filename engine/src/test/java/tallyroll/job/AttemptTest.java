package tallyroll.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tallyroll.session.Sessions;

/** Attempts of a task as Spark counts them, on two cores where each task is tried up to four times. */
@Tag("spark")
class AttemptTest {
    private static final ConcurrentLinkedQueue<Integer> SEEN = new ConcurrentLinkedQueue<>();

    private final Sessions.Session session = Sessions.open("attempts", "local[2,4]");

    @AfterEach
    void close() {
        session.close();
        SEEN.clear();
    }

    @Test
    void number_ofATaskThatRunsOnce_isZero() {
        JavaRDD<Integer> attempts =
                session.context().parallelize(List.of(1, 2, 3), 3).map(task -> Attempt.number());

        assertThat(attempts.collect()).containsExactly(0, 0, 0);
    }

    @Test
    void number_ofATaskThatIsTriedAgain_isAnotherEachTime() {
        JavaRDD<Integer> failing = session.context().parallelize(List.of(1), 1).map(task -> {
            SEEN.add(Attempt.number());
            throw new IllegalStateException("fails on purpose");
        });

        assertThatThrownBy(failing::collect).isInstanceOf(SparkException.class).hasStackTraceContaining("on purpose");
        assertThat(SEEN).containsExactly(0, 1, 2, 3);
    }
}
