package tallyroll.run;

import java.util.function.Consumer;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.memory.SparkOutOfMemoryError;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * Hears of tasks that ended by an error of the process they ran in, at the first try. For tasks that run in the driver's process;
 * on a cluster Spark ends the executor and starts another.
 */
final class TaskDeaths extends SparkListener {
    private final Consumer<Throwable> died;

    private TaskDeaths(Consumer<Throwable> died) {
        this.died = died;
    }

    /** Begins to listen; what is returned ends it. */
    static Runnable listen(JavaSparkContext spark, Consumer<Throwable> died) {
        if (!spark.isLocal()) {
            return () -> {};
        }
        TaskDeaths listener = new TaskDeaths(died);
        spark.sc().addSparkListener(listener);
        return () -> spark.sc().removeSparkListener(listener);
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
        if (end.reason() instanceof ExceptionFailure failure
                && failure.exception().isDefined()) {
            // Spark's own is that a task got no more of its share, and it may succeed alone
            Causes.of(failure.exception().get(), Error.class)
                    .filter(error -> !(error instanceof SparkOutOfMemoryError))
                    .ifPresent(died);
        }
    }
}
