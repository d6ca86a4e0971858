package tallyroll.job;

import org.apache.spark.TaskContext;

/** Which attempt of its task this is (rule R3): no two attempts of a batch's task share a number. */
final class Attempt {
    /** Attempts of a task within one attempt of its stage; {@code spark.task.maxFailures} is 4 unless set. */
    private static final int PER_STAGE = 32;

    private Attempt() {}

    static int number() {
        TaskContext context = TaskContext.get();
        return context.stageAttemptNumber() * PER_STAGE + context.attemptNumber();
    }
}
