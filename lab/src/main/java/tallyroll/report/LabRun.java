package tallyroll.report;

import java.time.Instant;
import java.util.List;

/**
 * Where and how the lab ran, enough to do it again.
 *
 * @param command the whole command line that repeats the run, such as {@code ./tallyroll lab --events 200000 --seed 7}
 * @param seed what events and faults were made from
 * @param events how many each strategy was sent undisturbed
 * @param start when the run began
 * @param seconds how long all of it took
 * @param notes what a reader must know to judge the figures, a sentence each
 */
public record LabRun(
        String command,
        long seed,
        long events,
        Instant start,
        double seconds,
        Machine machine,
        Versions versions,
        List<String> notes) {
    public LabRun {
        notes = List.copyOf(notes);
    }

    /** What was measured, by release. */
    public record Versions(String tallyroll, String spark, String kafka, String cassandra) {}
}
