package tallyroll.decode;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import tallyroll.bytes.Slice;
import tallyroll.event.Field;

/**
 * Reads a timestamp's text. Without a pattern the text is ISO-8601 ({@link IsoTime}); a pattern of fixed-width numbers is read
 * by position ({@link FixedTime}), any other by {@link java.time.format.DateTimeFormatter} ({@link PatternTime}), and there are names
 * ({@link TimePatterns}). Of several patterns the first that fits counts ({@link FirstTime}). A text that
 * names no zone is local time in the field's zone, by the rule of {@link LocalZone}.
 *
 * <p>Why not java.time for all: it takes 7 to 14 times as long for a text, 1.2 to 1.65 times the CPU end to end, half a
 * kilobyte of garbage, and an exception for each text that is not a time ({@code tallyroll bench --parsers}).
 */
interface TimeText {
    /** No time: not of the form, or no such date. */
    long NONE = Long.MIN_VALUE;

    /** µs since the epoch, not yet truncated or range-checked, or {@link #NONE}. */
    long micros(Slice text);

    /** The rule a text broke, for people. */
    String rule();

    /** @throws IllegalArgumentException where the field's pattern or zone is none */
    static TimeText of(Field field) {
        LocalZone zone = new LocalZone(zone(field));
        List<TimeText> ways = field.patterns().stream()
                .map(pattern -> of(field, pattern, zone))
                .toList();
        return switch (ways.size()) {
            case 0 -> new IsoTime(zone);
            case 1 -> ways.get(0);
            default -> new FirstTime(ways);
        };
    }

    private static TimeText of(Field field, String pattern, LocalZone zone) {
        EpochTime epoch = EpochTime.of(pattern);
        if (epoch != null) {
            return new EpochText(epoch);
        }
        if (pattern.equals(TimePatterns.ISO_8601)) {
            return new IsoTime(zone);
        }
        if (pattern.equals(TimePatterns.RFC_1123)) {
            return PatternTime.rfc1123(zone);
        }
        FixedTime fixed = FixedTime.compile(pattern, zone);
        return fixed != null ? fixed : new PatternTime(field.name(), pattern, zone);
    }

    private static ZoneId zone(Field field) {
        try {
            return ZoneId.of(field.zone());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "field \"" + field.name() + "\": \"" + field.zone()
                            + "\" is not a time zone; write an IANA id such as Europe/Berlin",
                    e);
        }
    }
}
