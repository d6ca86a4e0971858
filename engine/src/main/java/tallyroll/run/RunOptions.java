package tallyroll.run;

import java.time.Duration;
import tallyroll.retry.Patience;

/**
 * How a pipeline is run.
 *
 * @param master the Spark master, empty to take what spark-submit says or else all cores of this machine
 * @param extent for ever, or until everything available has been read and settled
 * @param lease how long a silent driver keeps others out
 * @param trigger the shortest time between two batches
 * @param receivers whether the receivers of a write-ahead log run in this process too
 * @param patience how long a server that is away is waited for; {@link Patience#FOR_EVER}
 * @param role whether another driver is expected to hold the lease
 * @param backfill how rows of an earlier definition are made again
 * @param checkpoint the directory of Spark's checkpoints; they may be lost at any time
 */
public record RunOptions(
        String master,
        Extent extent,
        Duration lease,
        Duration trigger,
        Receivers receivers,
        Duration patience,
        Role role,
        Backfill backfill,
        String checkpoint) {
    /** Of a run that ends by itself: longer than a node takes to start. */
    private static final Duration ONCE_PATIENCE = Duration.ofSeconds(20);

    /** For ever, or all that is there now. */
    public enum Extent {
        CONTINUOUS,
        ONCE;

        /** How long a server that is away is waited for unless it is said. */
        public Duration patience() {
            return this == ONCE ? ONCE_PATIENCE : Patience.FOR_EVER;
        }
    }

    /** What a run is there for. */
    public enum Role {
        DRIVER,
        /** To take over when the driver ends: waiting for the lease is its ordinary state. */
        STANDBY
    }

    /** Where the receivers before a write-ahead log run. */
    public enum Receivers {
        HERE,
        /** {@code tallyroll receive} runs them. */
        ELSEWHERE
    }

    public static RunOptions once(String checkpoint) {
        return new RunOptions(
                "",
                Extent.ONCE,
                Duration.ofSeconds(15),
                Duration.ofSeconds(1),
                Receivers.HERE,
                Extent.ONCE.patience(),
                Role.DRIVER,
                Backfill.DEFAULT,
                checkpoint);
    }
}
