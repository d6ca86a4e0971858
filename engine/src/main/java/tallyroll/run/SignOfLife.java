package tallyroll.run;

import java.time.Duration;

/**
 * How far something has come that takes long.
 *
 * @param what a phase of the run, or of a batch
 * @param elapsed since it began
 * @param done tasks that have ended, of those of the Spark jobs that run now
 * @param tasks 0 where no job runs
 */
public record SignOfLife(String what, Duration elapsed, int done, int tasks) {
    /** As a line. */
    public String message() {
        String progress = tasks == 0 ? "" : "%,d of %,d tasks, ".formatted(done, tasks);
        return "%s: %s%,d s".formatted(what, progress, elapsed.toSeconds());
    }
}
