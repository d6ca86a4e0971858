package tallyroll.decode;

import tallyroll.bytes.Slice;
import tallyroll.time.Micros;

/**
 * ISO-8601 in all forms that are read: date and time with or without their separators, fractions after a point or a comma, a space before
 * the zone, and the zone as {@code Z}, an offset, an IANA id, or an id in brackets; an offset wins over an id that follows it. Slower than
 * {@link IsoTime}, which asks it for what it does not know. Not thread-safe.
 */
final class IsoForms {
    private static final int MAX_FRACTION = 9;
    private static final long LARGEST_OFFSET = 18 * Micros.PER_HOUR;

    private final LocalZone zone;
    private final NamedZones zones = new NamedZones();
    private byte[] raw;
    private int at;
    private int to;
    private int second;

    IsoForms(LocalZone zone) {
        this.zone = zone;
    }

    /** µs since the epoch, or {@link TimeText#NONE}. */
    long micros(Slice text) {
        raw = text.array();
        at = text.from();
        to = text.until();
        second = 0;
        long date = date();
        if (date == TimeText.NONE || at == to) {
            return date == TimeText.NONE ? date : zone.toUtc(date);
        }
        if (!(takes('T') || takes('t') || takes(' '))) {
            return TimeText.NONE;
        }
        long time = time();
        long instant = time == TimeText.NONE ? time : zoned(date + time);
        return instant == TimeText.NONE ? instant : TimeOfDay.checked(second, instant);
    }

    private long date() {
        int year = two() * 100 + two();
        boolean dashed = takes('-');
        int month = two();
        if (dashed && !takes('-')) {
            return TimeText.NONE;
        }
        int day = two();
        return Civil.exists(year, month, day) ? Civil.days(year, month, day) * Micros.PER_DAY : TimeText.NONE;
    }

    private long time() {
        int hour = two();
        boolean colons = takes(':');
        int minute = two();
        long fraction = 0;
        if (colons ? takes(':') : at < to && raw[at] >= '0' && raw[at] <= '9') {
            second = two();
            fraction = takes('.') || takes(',') ? fraction() : 0;
        }
        return fraction < 0 ? TimeText.NONE : TimeOfDay.micros(hour, minute, second, fraction);
    }

    /** In µs; negative where there is none. */
    private long fraction() {
        int begin = at;
        long micros = 0;
        long unit = Micros.PER_SECOND;
        for (; at < to && raw[at] >= '0' && raw[at] <= '9'; at++) {
            unit /= 10;
            micros += (raw[at] - '0') * unit;
        }
        return at == begin || at - begin > MAX_FRACTION ? -1 : micros;
    }

    private long zoned(long local) {
        if (at == to) {
            return zone.toUtc(local);
        }
        takes(' ');
        int first = at < to ? raw[at] : 0;
        if (first == '+' || first == '-') {
            at++;
            return atOffset(local, first == '+' ? -1 : 1);
        }
        if ((first == 'Z' || first == 'z') && (at + 1 == to || raw[at + 1] == '[')) {
            at++;
            return bracketsOrEnd() ? local : TimeText.NONE;
        }
        LocalZone named = takes('[') ? inBrackets() : zones.named(raw, at, to);
        return named == null ? TimeText.NONE : named.toUtc(local);
    }

    private long atOffset(long local, int sign) {
        int hours = two();
        boolean minuteFollows = takes(':') || (at < to && raw[at] != '[');
        int minutes = minuteFollows ? two() : 0;
        long offset = hours * Micros.PER_HOUR + minutes * Micros.PER_MINUTE;
        boolean exists = hours >= 0 && minutes >= 0 && minutes < 60 && offset <= LARGEST_OFFSET;
        return exists && bracketsOrEnd() ? local + sign * offset : TimeText.NONE;
    }

    private boolean bracketsOrEnd() {
        return at == to || (takes('[') && inBrackets() != null);
    }

    /** The zone before a closing bracket that ends the text; null where it does not. */
    private LocalZone inBrackets() {
        return to > at && raw[to - 1] == ']' ? zones.named(raw, at, to - 1) : null;
    }

    private boolean takes(char c) {
        boolean there = at < to && raw[at] == c;
        at += there ? 1 : 0;
        return there;
    }

    /** Two digits, or a negative number that no sum with others makes right. */
    private int two() {
        int value = to - at < 2 ? -1 : Civil.two(raw, at);
        at = Math.min(to, at + 2);
        return value < 0 ? -1_000_000 : value;
    }
}
