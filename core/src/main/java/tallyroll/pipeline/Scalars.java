package tallyroll.pipeline;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tallyroll.decode.TimePatterns;
import tallyroll.pipeline.Value.Scalar;

/** Single values whose form was checked, as Java values. */
final class Scalars {
    private static final Map<String, Integer> SECONDS =
            Map.of("s", 1, "m", 60, "h", 3_600, "d", 86_400, "w", 7 * 86_400);

    private Scalars() {}

    /** {@code 90s}, {@code 400d}; {@code forever} is zero. */
    static Duration duration(String text) {
        if ("forever".equals(text)) {
            return Duration.ZERO;
        }
        int unit = text.length() - 1;
        return Duration.ofSeconds(Long.parseLong(text.substring(0, unit)) * SECONDS.get(text.substring(unit)));
    }

    /** {@code 100}, {@code 512KB}, {@code 1MB}; a KB is 1024 bytes. */
    static long bytes(String text) {
        long factor = text.endsWith("KB") ? 1024 : text.endsWith("MB") ? 1024 * 1024 : 1;
        return Long.parseLong(text.replaceAll("[KM]B", "")) * factor;
    }

    /**
     * A size within bounds; the least where it was left out or is at fault.
     *
     * @param range the bounds in words
     */
    static long size(Optional<Scalar> value, long min, long max, String range, DefinitionErrors faults) {
        long bytes = value.map(Scalar::text).map(Scalars::bytes).orElse(min);
        if (bytes < min || bytes > max) {
            value.ifPresent(size -> faults.add(size, "is out of range: " + range, ""));
        }
        return bytes;
    }

    static long integer(String text) {
        return Long.parseLong(text.replace("_", ""));
    }

    /** A zone by its IANA id; every way to write UTC is the same zone. */
    static Optional<ZoneId> zone(Scalar value, DefinitionErrors faults) {
        try {
            return Optional.of(ZoneId.of(value.text()).normalized());
        } catch (DateTimeException unknown) {
            faults.add(
                    value,
                    "there is not a time zone of that name; an IANA id is needed, such as Europe/Berlin",
                    Words.suggestion(value.text(), ZoneId.getAvailableZoneIds()));
            return Optional.empty();
        }
    }

    /** Time patterns, a line each, without those at fault. */
    static String pattern(List<Scalar> values, DefinitionErrors faults) {
        return values.stream().flatMap(value -> pattern(value, faults).stream()).collect(Collectors.joining("\n"));
    }

    private static Optional<String> pattern(Scalar value, DefinitionErrors faults) {
        if (TimePatterns.NAMES.contains(value.text())) {
            return Optional.of(value.text());
        }
        try {
            return Optional.of(DateTimeFormatter.ofPattern(value.text()))
                    .filter(formatter -> readsDay(value, faults))
                    .map(formatter -> value.text());
        } catch (IllegalArgumentException broken) {
            String meant = Words.suggestion(value.text(), TimePatterns.NAMES);
            faults.add(
                    value,
                    "is not a time pattern: " + broken.getMessage(),
                    meant.isEmpty() ? "such as yyyy-MM-dd HH:mm:ss or epoch_millis" : meant);
            return Optional.empty();
        }
    }

    private static boolean readsDay(Scalar value, DefinitionErrors faults) {
        boolean year = value.text().matches(".*[uy].*"); // All of it in one line.
        if (!year) {
            faults.add(value, "is not a time pattern: it reads no year", "a year is yyyy; YYYY is the year of a week");
        }
        return year;
    }
}
