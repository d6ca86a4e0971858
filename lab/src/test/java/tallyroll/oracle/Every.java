package tallyroll.oracle;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A bucket length such as {@code 15m} or {@code 1d}; days, weeks (from Monday) and months begin at the zone's midnight. */
public record Every(String label, ZoneId zone) {
    private static final Pattern LABEL = Pattern.compile("(\\d+)(s|m|h|d|w|mo)");

    /** The start of the bucket that holds an instant. */
    public Instant floor(Instant at) {
        Matcher matcher = LABEL.matcher(label);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"" + label + "\" is no bucket length");
        }
        long amount = Long.parseLong(matcher.group(1));
        LocalDate day = at.atZone(zone).toLocalDate();
        return switch (matcher.group(2)) {
            case "s" -> cut(at, amount);
            case "m" -> cut(at, 60 * amount);
            case "h" -> cut(at, 3_600 * amount);
            case "d" -> midnight(day);
            case "w" -> midnight(day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)));
            default -> midnight(day.withDayOfMonth(1));
        };
    }

    private static Instant cut(Instant at, long seconds) {
        return Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), seconds) * seconds);
    }

    private Instant midnight(LocalDate day) {
        return day.atStartOfDay(zone).toInstant();
    }
}
