package tallyroll.command;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import tallyroll.cli.Durations;
import tallyroll.flow.Horizon;
import tallyroll.pipeline.Pipeline;

/**
 * What it costs to recognise copies within the horizon, for people: see {@code tallyroll.search.IndexedSearch}.
 *
 * <p>By arithmetic: a new event's identity is read at 8 bytes, and of each event within the horizon the index at some 3.
 */
final class HorizonPrice {
    private static final int IDENTITY_BYTES = 8;
    private static final int INDEX_BYTES = 3;

    private HorizonPrice() {}

    /** Empty where there is no record. */
    static Optional<String> of(Pipeline pipeline) {
        return pipeline.systemOfRecord().map(record -> {
            Horizon horizon = Horizon.of(pipeline);
            long length = record.bucket().nominalMicros();
            long around = 2 * ((horizon.withinMicros() + length - 1) / length);
            return String.format(
                    Locale.ROOT,
                    "copies are recognised %s: some %d bytes of index an event; for a million new events in a bucket"
                            + " settling reads %d MB of their identities and up to %,d MB of the index of %d buckets as large",
                    within(horizon),
                    INDEX_BYTES,
                    IDENTITY_BYTES,
                    INDEX_BYTES * around,
                    around);
        });
    }

    private static String within(Horizon horizon) {
        return horizon.withinMicros() == 0
                ? "within one record bucket"
                : "up to " + Durations.text(Duration.of(horizon.withinMicros(), ChronoUnit.MICROS))
                        + " of event time apart";
    }
}
