package tallyroll.sample;

import java.time.Duration;

/**
 * Where looking at a source ends, whichever comes first.
 *
 * @param events at least 1
 * @param bytes of the events, as they are when nothing is compressed any more
 * @param time how long events are waited for
 */
public record SampleLimits(int events, long bytes, Duration time) {
    public SampleLimits {
        if (events < 1 || bytes < 1 || time.isNegative()) {
            throw new IllegalArgumentException(events + " events, " + bytes + " bytes, " + time + " are not limits");
        }
    }
}
