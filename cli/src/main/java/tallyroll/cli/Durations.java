package tallyroll.cli;

import java.time.Duration;

/** Lengths of time as a definition writes them: {@code 30d}, {@code 36h}, {@code 90s}. */
public final class Durations {
    private Durations() {}

    /** In the largest unit that leaves no rest; whole seconds. */
    public static String text(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds == 0) {
            return "0s";
        }
        return seconds % 86_400 == 0
                ? seconds / 86_400 + "d"
                : seconds % 3_600 == 0 ? seconds / 3_600 + "h" : seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
