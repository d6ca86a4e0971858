package tallyroll.format;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.LongFunction;
import tallyroll.bytes.Slice;
import tallyroll.decode.Decoding;
import tallyroll.decode.FieldReader;
import tallyroll.event.Event;
import tallyroll.event.FieldType.Kind;
import tallyroll.time.Micros;

/** Forms of times. A timestamp takes them as times, a string in the letters of ISO-8601, a number as they are counted. */
public final class Times {
    private static final Slice UNSAID = new Slice();
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long SECONDS_PER_DAY = 86_400;

    /** More than lie between any two times that an event may have. */
    private static final long MANY_DAYS = 10_000_000;

    private static final long MANY_SECONDS = MANY_DAYS * SECONDS_PER_DAY;
    private static final int NANO_DIGITS = 9;

    private Times() {}

    /** A point in time: units since 1970 of UTC. @param perSecond 1,000, 1,000,000 or 1,000,000,000 */
    public static Form instant(String what, long perSecond) {
        return new Form(what, Forms.ofBits(1), (token, reader, into) -> {
            long micros = micros(token.bits(), perSecond);
            return time(token, reader, micros, Times::ofUtc, into);
        });
    }

    /** A time without a zone: units since 1970-01-01T00:00. @param perSecond 1,000, 1,000,000 or 1,000,000,000 */
    public static Form localTime(String what, long perSecond) {
        return new Form(what, Forms.ofBits(1), (token, reader, into) -> {
            long micros = micros(token.bits(), perSecond);
            return localTime(token, reader, micros, Times::ofNoZone, into);
        });
    }

    /** A date: days since 1970. As a timestamp it is midnight in the field's zone. */
    public static Form date(String what) {
        return new Form(what, Forms.ofBits(1), (token, reader, into) -> {
            long days = Math.max(-MANY_DAYS, Math.min(MANY_DAYS, token.bits()));
            LongFunction<String> text =
                    micros -> LocalDate.ofEpochDay(token.bits()).toString();
            return localTime(token, reader, days * Micros.PER_DAY, text, into);
        });
    }

    /** A time of day: units since midnight. @param perSecond 1,000 or 1,000,000 */
    public static Form timeOfDay(String what, long perSecond) {
        return new Form(what, Forms.ofBits(1), (token, reader, into) -> {
            if (reader.field().type().kind() != Kind.STRING) {
                return Forms.whole(token, reader, into);
            }
            long units = token.bits();
            if (units < 0 || units >= SECONDS_PER_DAY * perSecond) {
                return reader.wrongType(token.text(Long.toString(units)), "beyond a day");
            }
            LocalTime time = LocalTime.ofNanoOfDay(units * (NANOS_PER_SECOND / perSecond));
            return reader.quoted(token.text(time.toString()), into);
        });
    }

    /** A point in time: seconds since 1970 of UTC, and nanoseconds. A number takes none. */
    public static Form timestamp(String what) {
        return new Form(what, List.of((token, form) -> token.set(form, 1, 0)), (token, reader, into) -> {
            long seconds = Math.max(-MANY_SECONDS, Math.min(MANY_SECONDS, token.bits()));
            int nanos = token.nanos();
            if (reader.field().type().kind() == Kind.STRING) {
                return reader.quoted(token.text(iso(seconds, nanos)), into);
            }
            long micros = seconds * Micros.PER_SECOND + Math.floorDiv(nanos, 1_000);
            Decoding read = reader.instant(micros, UNSAID, into);
            return read.ok() ? read : reader.instant(micros, token.text(iso(seconds, nanos)), into);
        });
    }

    /** A length of time: seconds and nanoseconds of the same sign. A number takes its seconds, a string has an s behind them. */
    public static Form duration(String what) {
        return new Form(what, List.of((token, form) -> token.set(form, 1, 0)), (token, reader, into) -> {
            BigDecimal seconds = BigDecimal.valueOf(token.bits()).add(BigDecimal.valueOf(token.nanos(), NANO_DIGITS));
            String text = (seconds.signum() == 0 ? BigDecimal.ZERO : seconds.stripTrailingZeros()).toPlainString();
            return reader.field().type().kind() == Kind.STRING
                    ? reader.quoted(token.text(text + "s"), into)
                    : reader.number(token.text(text), into);
        });
    }

    private static Decoding time(Token token, FieldReader reader, long micros, LongFunction<String> text, Event into) {
        switch (reader.field().type().kind()) {
            case TIMESTAMP -> {
                Decoding read = reader.instant(micros, UNSAID, into);
                return read.ok() ? read : reader.instant(micros, token.text(text.apply(micros)), into);
            }
            case STRING -> {
                return reader.quoted(token.text(text.apply(micros)), into);
            }
            default -> {
                return Forms.whole(token, reader, into);
            }
        }
    }

    private static Decoding localTime(
            Token token, FieldReader reader, long micros, LongFunction<String> text, Event into) {
        if (reader.field().type().kind() != Kind.TIMESTAMP) {
            return time(token, reader, micros, text, into);
        }
        Decoding read = reader.localTime(micros, UNSAID, into);
        return read.ok() ? read : reader.localTime(micros, token.text(text.apply(micros)), into);
    }

    /** Far beyond every time of an event where there are too many. */
    private static long micros(long units, long perSecond) {
        if (perSecond > Micros.PER_SECOND) {
            return Math.floorDiv(units, perSecond / Micros.PER_SECOND);
        }
        long factor = Micros.PER_SECOND / perSecond;
        long limit = Long.MAX_VALUE / factor;
        return Math.max(-limit, Math.min(limit, units)) * factor;
    }

    private static String iso(long seconds, int nanos) {
        return Instant.ofEpochSecond(seconds, nanos).toString();
    }

    private static String ofUtc(long micros) {
        return Instant.ofEpochSecond(
                        Math.floorDiv(micros, Micros.PER_SECOND), Math.floorMod(micros, Micros.PER_SECOND) * 1_000)
                .toString();
    }

    private static String ofNoZone(long micros) {
        return LocalDateTime.ofEpochSecond(
                        Math.floorDiv(micros, Micros.PER_SECOND),
                        (int) Math.floorMod(micros, Micros.PER_SECOND) * 1_000,
                        ZoneOffset.UTC)
                .toString();
    }
}
