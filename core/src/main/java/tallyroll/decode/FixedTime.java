package tallyroll.decode;

import java.util.Arrays;
import tallyroll.bytes.Slice;
import tallyroll.time.Micros;

/**
 * A pattern in which every part has a fixed width: {@code yyyy MM dd}, then {@code HH}, {@code mm}, {@code ss} and a fraction
 * {@code S…}, in any order, each at most once, with literal characters between. Parts that the pattern leaves out are zero.
 * Reads what a strict {@link java.time.format.DateTimeFormatter} of the pattern reads in the years 0001 to 9999.
 */
final class FixedTime implements TimeText {
    private static final String PARTS = "yMdHmsS";
    private static final int ABSENT = -1;
    private static final int YEAR = 0;
    private static final int MONTH = 1;
    private static final int DAY = 2;
    private static final int HOUR = 3;
    private static final int MINUTE = 4;
    private static final int SECOND = 5;
    private static final int FRACTION = 6;

    private final String pattern;
    private final LocalZone zone;

    /** Where each part begins, by its index in {@link #PARTS}. */
    private final int[] starts = new int[PARTS.length()];

    /** The literal at each position, 0 where a digit stands. */
    private final byte[] literals;

    private int length = 0;
    private int fractionDigits = 0;

    private FixedTime(String pattern, LocalZone zone) {
        this.pattern = pattern;
        this.zone = zone;
        Arrays.fill(starts, ABSENT);
        literals = new byte[pattern.length()];
    }

    /** Null where the pattern has parts of another kind. */
    static FixedTime compile(String pattern, LocalZone zone) {
        FixedTime time = new FixedTime(pattern, zone);
        for (int i = 0; i < pattern.length(); ) {
            int taken = Character.isLetter(pattern.charAt(i)) ? time.part(i) : time.literal(i);
            if (taken == 0) {
                return null;
            }
            i += taken;
        }
        return time.whole() ? time : null;
    }

    private int part(int at) {
        char letter = pattern.charAt(at);
        int end = at;
        while (end < pattern.length() && pattern.charAt(end) == letter) {
            end++;
        }
        int width = end - at;
        int part = PARTS.indexOf(letter == 'u' ? 'y' : letter);
        boolean fits = part == YEAR ? width == 4 : part == FRACTION ? width <= 9 : width == 2;
        if (part < 0 || !fits || starts[part] != ABSENT) {
            return 0;
        }
        starts[part] = length;
        length += width;
        fractionDigits = part == FRACTION ? width : fractionDigits;
        return width;
    }

    private int literal(int at) {
        char first = pattern.charAt(at);
        if (first != '\'') {
            return "[]{}#".indexOf(first) < 0 && add(first) ? 1 : 0;
        }
        int end = at + 1;
        while (end < pattern.length() && pattern.charAt(end) != '\'') {
            if (!add(pattern.charAt(end++))) {
                return 0;
            }
        }
        boolean plain = end < pattern.length()
                && end > at + 1
                && (end + 1 == pattern.length() || pattern.charAt(end + 1) != '\'');
        return plain ? end + 1 - at : 0;
    }

    private boolean add(char literal) {
        literals[length] = (byte) literal;
        length++;
        return literal > 0 && literal < 0x80;
    }

    private boolean whole() {
        for (int part = YEAR; part <= FRACTION; part++) {
            boolean required = part <= DAY || (part < FRACTION && starts[part + 1] != ABSENT);
            if (starts[part] == ABSENT && required) {
                return false;
            }
        }
        return true;
    }

    @Override
    public long micros(Slice text) {
        if (text.length() != length) {
            return NONE;
        }
        byte[] raw = text.array();
        int from = text.from();
        for (int i = 0; i < length; i++) {
            if (literals[i] != 0 && literals[i] != raw[from + i]) {
                return NONE;
            }
        }
        int year = Civil.four(raw, from + starts[YEAR]);
        int month = Civil.two(raw, from + starts[MONTH]);
        int day = Civil.two(raw, from + starts[DAY]);
        int hour = two(raw, from, HOUR);
        int minute = two(raw, from, MINUTE);
        int second = two(raw, from, SECOND);
        long fraction = fraction(raw, from);
        boolean time =
                hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60 && fraction >= 0;
        if (!Civil.exists(year, month, day)) {
            return NONE;
        }
        if (!time) {
            return unusual(Civil.days(year, month, day), new int[] {hour, minute, second}, fraction);
        }
        long timeOfDay = hour * Micros.PER_HOUR + minute * Micros.PER_MINUTE + second * Micros.PER_SECOND + fraction;
        return zone.toUtc(Civil.days(year, month, day) * Micros.PER_DAY + timeOfDay);
    }

    /** 24:00, a leap second, or no time. */
    private long unusual(long days, int[] clock, long fraction) {
        long time = fraction < 0 ? NONE : TimeOfDay.micros(clock[0], clock[1], clock[2], fraction);
        return time == NONE ? NONE : TimeOfDay.checked(clock[2], zone.toUtc(days * Micros.PER_DAY + time));
    }

    private int two(byte[] raw, int from, int part) {
        return starts[part] == ABSENT ? 0 : Civil.two(raw, from + starts[part]);
    }

    private long fraction(byte[] raw, int from) {
        long micros = 0;
        long unit = Micros.PER_SECOND;
        for (int i = 0; i < fractionDigits; i++) {
            int digit = raw[from + starts[FRACTION] + i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            unit /= 10;
            micros += digit * unit;
        }
        return micros;
    }

    @Override
    public String rule() {
        return "a time written as " + pattern;
    }
}
