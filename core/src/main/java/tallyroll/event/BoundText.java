package tallyroll.event;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tallyroll.event.PlausibleTime.Bound;

/** A bound of event time as a definition writes it. */
final class BoundText {
    private static final Pattern FROM_NOW = Pattern.compile("now(?:([+-])([0-9]{1,6})([smhdw]))?");
    private static final Map<String, Integer> SECONDS =
            Map.of("s", 1, "m", 60, "h", 3_600, "d", 86_400, "w", 7 * 86_400);

    private BoundText() {}

    static Optional<Bound> read(String text) {
        Matcher fromNow = FROM_NOW.matcher(text);
        if (fromNow.matches()) {
            return Optional.of(Bound.fromNow(fromNow.group(1) == null ? Duration.ZERO : distance(fromNow)));
        }
        try {
            return Optional.of(Bound.at(
                    text.indexOf('T') < 0
                            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                            : Instant.parse(text)));
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    private static Duration distance(Matcher fromNow) {
        long seconds = Long.parseLong(fromNow.group(2)) * SECONDS.get(fromNow.group(3));
        return Duration.ofSeconds(fromNow.group(1).equals("-") ? -seconds : seconds);
    }
}
