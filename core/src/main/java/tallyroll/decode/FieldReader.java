package tallyroll.decode;

import java.math.BigDecimal;
import tallyroll.event.Event;
import tallyroll.event.Field;
import tallyroll.event.FieldType;

/**
 * Turns one field's value, as its format wrote it, into its slot, or says why it is none of the field's. A {@link FieldDecoder}
 * has one per field; not thread-safe. Text is UTF-8 that the slot may go on pointing at, so it stays as it is until the next record.
 *
 * <p>Rules that do not show in the types: a whole number may be written {@code 12.0} or {@code 1.2e1}; a negative zero is read
 * as zero; a decimal keeps every digit or is refused, never rounded; a timestamp is cut to the whole millisecond before it,
 * which is what a CQL timestamp holds, and lies in the years 0001 to 9999 of UTC.
 */
public final class FieldReader {
    private final Field field;
    private final int slot;
    private final FieldType type;
    private final NumberText number = new NumberText();
    private final EpochTime epoch;
    private final TimeText time;

    /** @throws IllegalArgumentException where the field's pattern or zone is none */
    public FieldReader(Field field, int slot) {
        this.field = field;
        this.slot = slot;
        type = field.type();
        boolean timestamp = type.kind() == FieldType.Kind.TIMESTAMP;
        epoch = timestamp ? EpochTime.of(field.pattern()) : null;
        time = timestamp && epoch == null ? TimeText.of(field) : null;
    }

    public Field field() {
        return field;
    }

    /** A text whose format has no types: a CSV cell or a default. */
    public Decoding text(byte[] raw, int from, int to, Event into) {
        return switch (type.kind()) {
            case BOOLEAN -> bool(raw, from, to, into);
            case INT, LONG, DOUBLE -> number(raw, from, to, into);
            default -> quoted(raw, from, to, into);
        };
    }

    /** A text where the format could have written a number: it stands for strings, times and decimals. */
    public Decoding quoted(byte[] raw, int from, int to, Event into) {
        switch (type.kind()) {
            case STRING -> {
                into.putBytes(slot, raw, from, to - from);
                return Decoding.OK;
            }
            case DECIMAL -> {
                return number(raw, from, to, into);
            }
            case TIMESTAMP -> {
                if (epoch != null) {
                    return number(raw, from, to, into);
                }
                long micros = time.micros(raw, from, to);
                return micros == TimeText.NONE
                        ? reject(RejectCode.BAD_TIME, raw, from, to, "is not " + time.rule())
                        : time(micros, raw, from, to, into);
            }
            default -> {
                return wrongType(raw, from, to, "a text");
            }
        }
    }

    /** A number as text, of any size and form. */
    public Decoding number(byte[] raw, int from, int to, Event into) {
        if (type.kind() == FieldType.Kind.STRING || type.kind() == FieldType.Kind.BOOLEAN || time != null) {
            return wrongType(raw, from, to, "a number");
        }
        if (!number.read(raw, from, to)) {
            return reject(RejectCode.WRONG_TYPE, raw, from, to, "is not a number");
        }
        return switch (type.kind()) {
            case DOUBLE -> real(raw, from, to, into);
            case DECIMAL -> decimal(raw, from, to, into);
            case TIMESTAMP -> {
                long micros = epoch.micros(number);
                yield micros == TimeText.NONE ? timeOutOfRange(raw, from, to) : time(micros, raw, from, to, into);
            }
            default -> {
                if (!number.whole()) {
                    yield reject(RejectCode.WRONG_TYPE, raw, from, to, "is not a whole number");
                }
                if (number.wholeDigits() > NumberText.LONG_DIGITS + 1) {
                    yield outOfRange(raw, from, to);
                }
                if (number.wholeDigits() <= NumberText.LONG_DIGITS) {
                    yield whole(number.scaled(0), raw, from, to, into);
                }
                try {
                    yield whole(number.scaledDown(0).longValueExact(), raw, from, to, into);
                } catch (ArithmeticException tooLarge) {
                    yield outOfRange(raw, from, to);
                }
            }
        };
    }

    /** A whole number that the format has read already; the slice is its text. */
    public Decoding whole(long value, byte[] raw, int from, int to, Event into) {
        switch (type.kind()) {
            case LONG -> into.putLong(slot, value);
            case INT -> {
                if (value != (int) value) {
                    return outOfRange(raw, from, to);
                }
                into.putLong(slot, value);
            }
            case DOUBLE -> into.putDouble(slot, (double) value);
            case TIMESTAMP -> {
                if (epoch == null) {
                    return wrongType(raw, from, to, "a number");
                }
                long micros = epoch.micros(value);
                return micros == TimeText.NONE ? timeOutOfRange(raw, from, to) : time(micros, raw, from, to, into);
            }
            default -> {
                return number(raw, from, to, into);
            }
        }
        return Decoding.OK;
    }

    public Decoding bool(boolean value, byte[] raw, int from, int to, Event into) {
        if (type.kind() != FieldType.Kind.BOOLEAN) {
            return wrongType(raw, from, to, "a boolean");
        }
        into.putLong(slot, value ? 1 : 0);
        return Decoding.OK;
    }

    Decoding wrongType(byte[] raw, int from, int to, String seen) {
        return reject(RejectCode.WRONG_TYPE, raw, from, to, "is " + seen + ", not a " + type);
    }

    private Decoding bool(byte[] raw, int from, int to, Event into) {
        boolean yes = equalsIgnoringCase(raw, from, to, "true");
        return yes || equalsIgnoringCase(raw, from, to, "false")
                ? bool(yes, raw, from, to, into)
                : reject(RejectCode.WRONG_TYPE, raw, from, to, "is neither true nor false");
    }

    private Decoding real(byte[] raw, int from, int to, Event into) {
        double value = number.nearest();
        if (Double.isInfinite(value)) {
            return outOfRange(raw, from, to);
        }
        into.putDouble(slot, value);
        return Decoding.OK;
    }

    private Decoding decimal(byte[] raw, int from, int to, Event into) {
        if (number.fractionDigits() > type.scale()) {
            return reject(
                    RejectCode.NOT_EXACT,
                    raw,
                    from,
                    to,
                    "has more than " + type.scale() + " fraction digits, and a " + type + " is never rounded");
        }
        if (number.wholeDigits() > type.precision() - type.scale()) {
            return outOfRange(raw, from, to);
        }
        if (type.longDecimal()) {
            into.putLong(slot, number.scaled(type.scale()));
        } else {
            into.putDecimal(slot, new BigDecimal(number.scaledDown(type.scale()), type.scale()));
        }
        return Decoding.OK;
    }

    private Decoding time(long micros, byte[] raw, int from, int to, Event into) {
        if (micros < Civil.FIRST || micros > Civil.LAST + 999) {
            return timeOutOfRange(raw, from, to);
        }
        into.putLong(slot, Math.floorDiv(micros, 1_000L) * 1_000L);
        return Decoding.OK;
    }

    private Decoding timeOutOfRange(byte[] raw, int from, int to) {
        return reject(RejectCode.OUT_OF_RANGE, raw, from, to, "lies outside the years 0001 to 9999");
    }

    private Decoding outOfRange(byte[] raw, int from, int to) {
        return reject(RejectCode.OUT_OF_RANGE, raw, from, to, "does not fit a " + type);
    }

    private Decoding reject(RejectCode code, byte[] raw, int from, int to, String rule) {
        return code.because("field \"" + field.name() + "\": " + Seen.bytes(raw, from, to) + " " + rule);
    }

    private static boolean equalsIgnoringCase(byte[] raw, int from, int to, String word) {
        if (to - from != word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if ((raw[from + i] | 0x20) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
