package tallyroll.decode;

import tallyroll.time.Micros;

/** Digits to calendar fields to µs, without objects. All of it in the proleptic Gregorian (ISO) calendar. */
final class Civil {
    /** 0001-01-01T00:00Z and the last millisecond of 9999: the times an event may have. */
    static final long FIRST = days(1, 1, 1) * Micros.PER_DAY;

    static final long LAST = days(10_000, 1, 1) * Micros.PER_DAY - Micros.PER_MILLI;

    private Civil() {}

    /** Whether a time in µs is one an event may have, once it is cut to milliseconds. */
    static boolean inRange(long micros) {
        return micros >= FIRST && micros <= LAST + 999;
    }

    /** Two digits as a number, or a negative number where one is no digit. */
    static int two(byte[] raw, int at) {
        int tens = raw[at] - '0';
        int ones = raw[at + 1] - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
    }

    static int four(byte[] raw, int at) {
        int high = two(raw, at);
        int low = two(raw, at + 2);
        return high < 0 || low < 0 ? -1 : high * 100 + low;
    }

    /** Whether such a day exists in the years 1 to 9999. */
    static boolean exists(int year, int month, int day) {
        return year >= 1 && month >= 1 && month <= 12 && day >= 1 && (day <= 28 || day <= monthLength(year, month));
    }

    /** Days from 1970-01-01, by counting years from March so that the leap day comes last. */
    static long days(int year, int month, int day) {
        int fromMarch = month > 2 ? year : year - 1;
        int era = Math.floorDiv(fromMarch, 400);
        int yearOfEra = fromMarch - era * 400;
        int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097L + dayOfEra - 719_468;
    }

    private static int monthLength(int year, int month) {
        return switch (month) {
            case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }
}
