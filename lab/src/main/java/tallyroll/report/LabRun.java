package tallyroll.report;

import java.time.Instant;
import java.util.List;

/**
 * Where and how the lab ran, in enough detail to repeat it.
 *
 * @param command the whole command line that repeats the run, such as {@code ./tallyroll lab --events 200000 --seed 7}
 * @param seed what events and faults were generated from
 * @param measuredEvents how many each strategy was sent undisturbed
 * @param trialEvents how many each strategy was sent in the trial of a fault, copies and replays left out
 * @param start when the run began
 * @param seconds how long all of it took
 * @param notes what a reader must know to judge the figures, a sentence each
 */
public record LabRun(
        String command,
        long seed,
        long measuredEvents,
        long trialEvents,
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

    /** The same run, longer. */
    LabRun lasting(double newSeconds) {
        return new LabRun(command, seed, measuredEvents, trialEvents, start, newSeconds, machine, versions, notes);
    }
}
