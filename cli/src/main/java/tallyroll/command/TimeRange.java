package tallyroll.command;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Failure;
import tallyroll.time.Micros;

/** A half-open interval of event time, µs. */
record TimeRange(long from, long until) {
    /** @param from and {@code to} ISO dates or instants, empty for open ends */
    static TimeRange of(String from, String to) {
        return of(from, to, "--to");
    }

    /** @param end the name of the option that says the end */
    static TimeRange of(String from, String to, String end) {
        TimeRange range = new TimeRange(
                from.isEmpty() ? Long.MIN_VALUE : micros("--from", from),
                to.isEmpty() ? Long.MAX_VALUE : micros(end, to));
        if (range.from >= range.until) {
            throw Failure.usage("--from " + from + " is not before " + end + " " + to
                    + "; a range is half-open, from the one up to the other");
        }
        return range;
    }

    private static long micros(String option, String text) {
        try {
            Instant instant = text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
            return Micros.of(instant);
        } catch (DateTimeParseException | ArithmeticException wrong) {
            throw new Failure(
                    ExitCode.USAGE,
                    option + " \"" + text
                            + "\" is not a time; write a date like 2001-01-05 (UTC) or an instant like 2001-01-05T06:00:00Z",
                    wrong);
        }
    }
}
