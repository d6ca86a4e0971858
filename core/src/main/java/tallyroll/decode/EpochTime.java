package tallyroll.decode;

import java.math.BigInteger;

/**
 * Numbers that count from 1970-01-01T00:00Z, chosen by the patterns {@code epoch_seconds}, {@code epoch_millis}, {@code
 * epoch_micros} and {@code epoch_nanos}. Fractions are read too; what is finer than a microsecond is cut off towards the past.
 */
enum EpochTime {
    SECONDS("epoch_seconds", 6),
    MILLIS("epoch_millis", 3),
    MICROS("epoch_micros", 0),
    NANOS("epoch_nanos", -3);

    /** Longer numbers are no times; so big numbers stay small. */
    private static final int MAX_DIGITS = 40;

    private final String pattern;

    /** A number × 10^scale is in µs. */
    private final int scale;

    EpochTime(String pattern, int scale) {
        this.pattern = pattern;
        this.scale = scale;
    }

    String pattern() {
        return pattern;
    }

    /** Null where the pattern is none of these. */
    static EpochTime of(String pattern) {
        for (EpochTime epoch : values()) {
            if (epoch.pattern.equals(pattern)) {
                return epoch;
            }
        }
        return null;
    }

    /** µs since the epoch, or {@link TimeText#NONE} where the number is far beyond any time. */
    long micros(NumberText number) {
        if (number.wholeDigits() + scale > NumberText.LONG_DIGITS || number.significantDigits() > MAX_DIGITS) {
            return TimeText.NONE;
        }
        if (number.wholeDigits() < -MAX_DIGITS) {
            return number.negative() ? -1 : 0;
        }
        if (number.fractionDigits() <= scale) {
            return number.scaled(scale);
        }
        BigInteger micros = number.scaledDown(scale);
        return micros.longValue();
    }

    long micros(long number) {
        if (scale < 0) {
            return Math.floorDiv(number, NumberText.power(-scale));
        }
        long factor = NumberText.power(scale);
        long limit = Civil.LAST / factor + 1;
        return number > limit || number < -limit ? TimeText.NONE : number * factor;
    }
}
