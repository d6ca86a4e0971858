package tallyroll.decode;

import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.stream.Stream;
import tallyroll.bytes.Slice;
import tallyroll.event.Event;
import tallyroll.event.Field;
import tallyroll.event.FieldType;
import tallyroll.event.Notation;
import tallyroll.time.Micros;

/**
 * Turns one field's value, as its format wrote it, into its slot, or says why it is none of the field's. A {@link FieldDecoder}
 * has one per field; not thread-safe. Text is UTF-8 that the slot may go on pointing at, so it stays as it is until the next record.
 *
 * <p>One rule for all types: a value counts however its format wrote it, where nothing is lost. A number may be a text and a text a
 * number, which is its digits as they were written; a boolean may be a text; an object or array is its JSON as a text. {@link Notation}
 * says what else is read, or that less is.
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
    private final Notation notation;

    /** Whether a text is what its format writes for the type, and a number is not. */
    private final boolean textual;

    private final boolean strict;

    private final Words yes;
    private final Words no;

    // Each is null where the notation has none, so that the common field pays for a comparison at most.
    private final Words nulls;
    private final NumberMarks marks;

    /** Of times without a zone that the format has read already; made for the first. */
    private LocalZone zone;

    /** @throws IllegalArgumentException where the field's pattern or zone is none */
    public FieldReader(Field field, int slot) {
        this.field = field;
        this.slot = slot;
        notation = field.notation();
        type = field.type();
        boolean timestamp = type.kind() == FieldType.Kind.TIMESTAMP;
        epoch = timestamp && field.patterns().size() == 1
                ? EpochTime.of(field.patterns().get(0))
                : null;
        time = timestamp && epoch == null ? TimeText.of(field) : null;
        textual = type.kind() == FieldType.Kind.STRING || time != null;
        strict = notation.strict();
        nulls = notation.nulls().isEmpty() ? null : new Words(notation.nulls());
        marks = notation.marksNumbers() ? new NumberMarks(notation) : null;
        yes = words("true", notation, 0);
        no = words("false", notation, 1);
    }

    private static Words words(String always, Notation notation, int side) {
        Stream<String> more = notation.booleans().stream().map(pair -> pair.split("/")[side]);
        return new Words(Stream.concat(Stream.of(always), more).toList());
    }

    public Field field() {
        return field;
    }

    /** A text whose format has no types: a CSV cell or a default. */
    public Decoding text(Slice text, Event into) {
        if (nulls != null && nulls.has(text)) {
            return Decoding.OK;
        }
        switch (type.kind()) {
            case STRING -> {
                into.putText(slot, text);
                return Decoding.OK;
            }
            case BOOLEAN -> {
                return bool(text, into);
            }
            case TIMESTAMP -> {
                return time != null ? written(text, into) : marked(text, into);
            }
            default -> {
                return marked(text, into);
            }
        }
    }

    /** A text where the format could have written a number or a boolean. */
    public Decoding quoted(Slice text, Event into) {
        return strict && !textual && (nulls == null || !nulls.has(text)) ? wrongType(text, "a text") : text(text, into);
    }

    /** An object or an array, as its format writes it. */
    Decoding structure(Slice text, String what, Event into) {
        if (type.kind() != FieldType.Kind.STRING || strict) {
            return wrongType(text, what);
        }
        into.putText(slot, text);
        return Decoding.OK;
    }

    private Decoding marked(Slice text, Event into) {
        if (marks == null) {
            return numeric(text, into);
        }
        Slice plain = marks.plain(text);
        return plain == null
                ? reject(RejectCode.WRONG_TYPE, text, "is not a number with " + marks)
                : numeric(plain, into);
    }

    /** A number as text, of any size and form. */
    public Decoding number(Slice text, Event into) {
        if (nulls != null && nulls.has(text)) {
            return Decoding.OK;
        }
        if (strict && textual) {
            return wrongType(text, "a number");
        }
        if (time != null) {
            return numberAsTime(text, into);
        }
        if (type.kind() == FieldType.Kind.STRING) {
            into.putText(slot, text);
            return Decoding.OK;
        }
        if (type.kind() == FieldType.Kind.BOOLEAN) {
            return notation.booleans().isEmpty() ? wrongType(text, "a number") : bool(text, into);
        }
        return numeric(text, into);
    }

    private Decoding numeric(Slice text, Event into) {
        if (!number.read(text)) {
            return reject(RejectCode.WRONG_TYPE, text, "is not a number");
        }
        return switch (type.kind()) {
            case DOUBLE -> real(text, into);
            case DECIMAL -> decimal(text, into);
            case TIMESTAMP -> {
                long micros = epoch.micros(number);
                yield micros == TimeText.NONE ? timeOutOfRange(text) : time(micros, text, into);
            }
            default -> {
                if (!number.whole()) {
                    yield reject(RejectCode.WRONG_TYPE, text, "is not a whole number");
                }
                if (number.wholeDigits() > NumberText.LONG_DIGITS + 1) {
                    yield outOfRange(text);
                }
                if (number.wholeDigits() <= NumberText.LONG_DIGITS) {
                    yield integer(number.scaled(0), text, into);
                }
                try {
                    yield integer(number.scaledDown(0).longValueExact(), text, into);
                } catch (ArithmeticException tooLarge) {
                    yield outOfRange(text);
                }
            }
        };
    }

    /** A whole number that the format has read already; the slice is its text. */
    public Decoding whole(long value, Slice text, Event into) {
        if (nulls != null && nulls.has(text)) {
            return Decoding.OK;
        }
        switch (type.kind()) {
            case LONG, INT -> {
                return integer(value, text, into);
            }
            case DOUBLE -> into.putDouble(slot, (double) value);
            case TIMESTAMP -> {
                if (epoch == null) {
                    return number(text, into);
                }
                long micros = epoch.micros(value);
                return micros == TimeText.NONE ? timeOutOfRange(text) : time(micros, text, into);
            }
            default -> {
                return number(text, into);
            }
        }
        return Decoding.OK;
    }

    private Decoding integer(long value, Slice text, Event into) {
        if (type.kind() == FieldType.Kind.INT && value != (int) value) {
            return outOfRange(text);
        }
        into.putLong(slot, value);
        return Decoding.OK;
    }

    public Decoding bool(boolean value, Slice text, Event into) {
        if (type.kind() == FieldType.Kind.STRING && !strict) {
            into.putText(slot, text);
            return Decoding.OK;
        }
        if (type.kind() != FieldType.Kind.BOOLEAN) {
            return wrongType(text, "a boolean");
        }
        into.putLong(slot, value ? 1 : 0);
        return Decoding.OK;
    }

    /** A binary floating-point number that the format has read already; the slice is its text. */
    public Decoding real(double value, Slice text, Event into) {
        if (type.kind() != FieldType.Kind.DOUBLE) {
            return number(text, into);
        }
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return outOfRange(text);
        }
        into.putDouble(slot, value + 0.0);
        return Decoding.OK;
    }

    /** A time that the format has read already, µs since the epoch; the slice is its text. */
    public Decoding instant(long micros, Slice text, Event into) {
        return type.kind() == FieldType.Kind.TIMESTAMP ? time(micros, text, into) : wrongType(text, "a time");
    }

    /** A time without a zone, so one of the field's zone, µs since 1970-01-01T00:00 there; the slice is its text. */
    public Decoding localTime(long micros, Slice text, Event into) {
        if (type.kind() != FieldType.Kind.TIMESTAMP) {
            return wrongType(text, "a time");
        }
        if (micros < Civil.FIRST || micros > Civil.LAST + 999) {
            return timeOutOfRange(text);
        }
        if (zone == null) {
            zone = new LocalZone(ZoneId.of(field.zone()));
        }
        return time(zone.toUtc(micros), text, into);
    }

    /** Text of a format that does not see to its encoding itself. */
    public Decoding utf8(Slice text, Event into) {
        return Utf8.valid(text) ? quoted(text, into) : reject(RejectCode.NOT_UTF8, text, "is not UTF-8");
    }

    /** A value of a kind that no field can hold. @param seen what it is: {@code an array} */
    public Decoding wrongType(Slice text, String seen) {
        return reject(RejectCode.WRONG_TYPE, text, "is " + seen + ", not a " + type);
    }

    private Decoding bool(Slice text, Event into) {
        boolean is = yes.hasInAnyCase(text);
        return is || no.hasInAnyCase(text)
                ? bool(is, text, into)
                : reject(
                        RejectCode.WRONG_TYPE,
                        text,
                        notation.booleans().isEmpty()
                                ? "is neither true nor false"
                                : "is neither true nor false, and not one of "
                                        + String.join(", ", notation.booleans()));
    }

    private Decoding real(Slice text, Event into) {
        double value = number.nearest();
        if (Double.isInfinite(value)) {
            return outOfRange(text);
        }
        into.putDouble(slot, value);
        return Decoding.OK;
    }

    private Decoding decimal(Slice text, Event into) {
        if (number.fractionDigits() > type.scale()) {
            return reject(
                    RejectCode.NOT_EXACT,
                    text,
                    "has more than " + type.scale() + " fraction digits, and a " + type + " is never rounded");
        }
        if (number.wholeDigits() > type.precision() - type.scale()) {
            return outOfRange(text);
        }
        if (type.longDecimal()) {
            into.putLong(slot, number.scaled(type.scale()));
        } else {
            into.putDecimal(slot, new BigDecimal(number.scaledDown(type.scale()), type.scale()));
        }
        return Decoding.OK;
    }

    /** A time that a pattern, or ISO-8601, says how to write. */
    private Decoding written(Slice text, Event into) {
        long micros = time.micros(text);
        return micros == TimeText.NONE
                ? reject(RejectCode.BAD_TIME, text, "is not " + time.rule())
                : time(micros, text, into);
    }

    private Decoding numberAsTime(Slice text, Event into) {
        return field.patterns().isEmpty()
                ? reject(
                        RejectCode.WRONG_TYPE,
                        text,
                        "is a number, and a timestamp without a pattern is ISO-8601 text; a pattern says how a number is"
                                + " one: epoch_millis, or digits such as yyyyMMddHH")
                : written(text, into);
    }

    private Decoding time(long micros, Slice text, Event into) {
        if (!Civil.inRange(micros)) {
            return timeOutOfRange(text);
        }
        into.putLong(slot, Micros.wholeMillis(micros));
        return Decoding.OK;
    }

    private Decoding timeOutOfRange(Slice text) {
        return reject(RejectCode.OUT_OF_RANGE, text, "lies outside the years 0001 to 9999");
    }

    private Decoding outOfRange(Slice text) {
        return reject(RejectCode.OUT_OF_RANGE, text, "does not fit a " + type);
    }

    private Decoding reject(RejectCode code, Slice text, String rule) {
        return code.because("field \"" + field.name() + "\": " + Seen.bytes(text) + " " + rule);
    }
}
