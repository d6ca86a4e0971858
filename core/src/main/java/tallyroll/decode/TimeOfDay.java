package tallyroll.decode;

import tallyroll.time.Micros;

/**
 * Hours, minutes and seconds as µs since midnight, with the two that no clock of java.time shows: 24:00 is the end of its day; second
 * 60 is read as 59, so that an event stays in its minute, and only where UTC may have a leap second: before its midnight.
 */
final class TimeOfDay {
    private TimeOfDay() {}

    /** {@link TimeText#NONE} where there is no such time. @param fraction of the second, in µs */
    static long micros(int hour, int minute, int second, long fraction) {
        if (hour == 24 && minute == 0 && second == 0 && fraction == 0) {
            return Micros.PER_DAY;
        }
        boolean exists = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second <= 60;
        return exists
                ? hour * Micros.PER_HOUR
                        + minute * Micros.PER_MINUTE
                        + Math.min(second, 59) * Micros.PER_SECOND
                        + fraction
                : TimeText.NONE;
    }

    /** The instant, or none where second 60 cannot have been. */
    static long checked(int second, long instant) {
        boolean lastOfDay = Math.floorMod(instant, Micros.PER_DAY) >= Micros.PER_DAY - Micros.PER_SECOND;
        return second < 60 || lastOfDay ? instant : TimeText.NONE;
    }
}
