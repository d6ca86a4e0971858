package tallyroll.decode;

import tallyroll.bytes.Slice;
import tallyroll.time.Micros;

/**
 * ISO-8601 as people write it: {@code yyyy-MM-dd}, then optionally {@code T} or a space and {@code HH:mm[:ss[.fraction]]} with
 * one to nine fraction digits, then optionally {@code Z} or an offset ({@code +02}, {@code +0200}, {@code +02:00}, up to 18
 * hours). A date alone is its midnight. Of the other forms {@link IsoForms} reads some.
 */
final class IsoTime implements TimeText {
    private static final int DATE = 10;
    private static final int MINUTES = 16;
    private static final int SECONDS = 19;
    private static final long LARGEST_OFFSET = 18 * Micros.PER_HOUR;

    private final LocalZone zone;
    private final IsoForms others;

    IsoTime(LocalZone zone) {
        this.zone = zone;
        others = new IsoForms(zone);
    }

    @Override
    public long micros(Slice text) {
        long micros = common(text);
        return micros == NONE ? others.micros(text) : micros;
    }

    private long common(Slice text) {
        byte[] raw = text.array();
        int from = text.from();
        int length = text.length();
        if (length < DATE || raw[from + 4] != '-' || raw[from + 7] != '-') {
            return NONE;
        }
        int year = Civil.four(raw, from);
        int month = Civil.two(raw, from + 5);
        int day = Civil.two(raw, from + 8);
        if (!Civil.exists(year, month, day)) {
            return NONE;
        }
        long date = Civil.days(year, month, day) * Micros.PER_DAY;
        return length == DATE ? zone.toUtc(date) : withTime(date, text);
    }

    private long withTime(long date, Slice text) {
        byte[] raw = text.array();
        int from = text.from();
        int to = text.until();
        int length = text.length();
        byte separator = raw[from + DATE];
        if (length < MINUTES || (separator != 'T' && separator != ' ' && separator != 't') || raw[from + 13] != ':') {
            return NONE;
        }
        int hour = Civil.two(raw, from + 11);
        int minute = Civil.two(raw, from + 14);
        int second = 0;
        int at = from + MINUTES;
        if (at < to && raw[at] == ':') {
            second = length < SECONDS ? -1 : Civil.two(raw, from + 17);
            at = from + SECONDS;
        }
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
            return NONE;
        }
        long micros = date + hour * Micros.PER_HOUR + minute * Micros.PER_MINUTE + second * Micros.PER_SECOND;
        if (at < to && raw[at] == '.' && at == from + SECONDS) {
            int begin = ++at;
            long unit = Micros.PER_SECOND;
            for (; at < to && raw[at] >= '0' && raw[at] <= '9'; at++) {
                unit /= 10;
                micros += (raw[at] - '0') * unit;
            }
            if (at == begin || at - begin > 9) {
                return NONE;
            }
        }
        return at == to ? zone.toUtc(micros) : withOffset(micros, text, at);
    }

    private static long withOffset(long local, Slice text, int at) {
        byte[] raw = text.array();
        int to = text.until();
        int length = to - at - 1;
        if (raw[at] == 'Z' || raw[at] == 'z') {
            return length == 0 ? local : NONE;
        }
        boolean colon = length == 5 && raw[at + 3] == ':';
        if ((raw[at] != '+' && raw[at] != '-') || (length != 2 && length != 4 && !colon)) {
            return NONE;
        }
        int hours = Civil.two(raw, at + 1);
        int minutes = length == 2 ? 0 : Civil.two(raw, to - 2);
        long offset = hours * Micros.PER_HOUR + minutes * Micros.PER_MINUTE;
        if (hours < 0 || minutes < 0 || minutes > 59 || offset > LARGEST_OFFSET) {
            return NONE;
        }
        return raw[at] == '+' ? local - offset : local + offset;
    }

    @Override
    public String rule() {
        return "an ISO-8601 date or time such as 2001-01-05T06:20:00Z";
    }
}
