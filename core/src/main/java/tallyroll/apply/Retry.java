package tallyroll.apply;

import java.util.concurrent.Executor;
import java.util.function.IntFunction;

/**
 * How often and when an unknown or refused write is looked at again.
 *
 * @param max attempts after the first
 * @param delay the executor that runs the n-th further attempt (1, 2 …) after its delay
 */
public record Retry(int max, IntFunction<Executor> delay) {
    /** Immediately, on the calling thread: for stores in memory. */
    public static Retry immediately(int max) {
        return new Retry(max, attempt -> Runnable::run);
    }
}
