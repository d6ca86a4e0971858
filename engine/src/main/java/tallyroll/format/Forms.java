package tallyroll.format;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongFunction;
import tallyroll.bytes.Slice;
import tallyroll.decode.Decoding;
import tallyroll.decode.FieldReader;
import tallyroll.event.Event;
import tallyroll.event.FieldType.Kind;
import tallyroll.format.Form.Sample;

/** The forms that there are but for times, see {@link Times}. A field takes them by the rules of {@link FieldReader}. */
public final class Forms {
    /** Longer ones hold no number that a field could. */
    private static final int MAX_DECIMAL_BYTES = 64;

    private static final Slice UNSAID = new Slice();
    private static final byte[] NO_WORD = {};

    private Forms() {}

    /** A whole number: its value. */
    public static Form whole(String what) {
        return new Form(what, ofBits(1, 0), Forms::whole);
    }

    /** A whole number without a sign: its 64 bits. */
    public static Form unsigned(String what) {
        return new Form(
                what,
                ofBits(1, 0),
                (token, reader, into) -> token.bits() >= 0
                        ? whole(token, reader, into)
                        : reader.number(token.text(Long.toUnsignedString(token.bits())), into));
    }

    /** A double: its bits. */
    public static Form real(String what) {
        return new Form(what, ofBits(Double.doubleToLongBits(1)), (token, reader, into) -> {
            double value = Double.longBitsToDouble(token.bits());
            if (reader.field().type().kind() == Kind.DOUBLE && Double.isFinite(value)) {
                return reader.real(value, UNSAID, into);
            }
            return reader.real(value, token.text(Double.toString(value)), into);
        });
    }

    /** A float: the bits of an int. */
    public static Form real32(String what) {
        return new Form(what, ofBits(Float.floatToIntBits(1)), (token, reader, into) -> {
            float value = Float.intBitsToFloat((int) token.bits());
            if (reader.field().type().kind() == Kind.DOUBLE && Float.isFinite(value)) {
                return reader.real(value, UNSAID, into);
            }
            return reader.real(value, token.text(Float.toString(value)), into);
        });
    }

    /** A boolean: 0 or 1. */
    public static Form bool(String what) {
        return new Form(what, ofBits(1), (token, reader, into) -> {
            boolean value = token.bits() != 0;
            return reader.field().type().kind() == Kind.BOOLEAN
                    ? reader.bool(value, UNSAID, into)
                    : reader.bool(value, token.text(Boolean.toString(value)), into);
        });
    }

    /** Text: its bytes. */
    public static Form text(String what) {
        List<Sample> samples = List.of(ofText("1"), ofText("true"), ofText("2024-01-01T00:00:00Z"));
        return new Form(what, samples, (token, reader, into) -> reader.utf8(token.bytes(), into));
    }

    /**
     * One of a few words: its ordinal.
     *
     * @param words by ordinal; a null one cannot be read
     * @param numbers what stands in the record where no word does, by ordinal
     */
    public static Form word(String what, List<String> words, LongFunction<String> numbers) {
        byte[][] known = words.stream()
                .map(word -> word == null ? NO_WORD : word.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        return new Form(what, ofBits(first(known)), (token, reader, into) -> {
            long ordinal = token.bits();
            byte[] word = ordinal >= 0 && ordinal < known.length ? known[(int) ordinal] : NO_WORD;
            return word.length == 0
                    ? reader.wrongType(token.text(numbers.apply(ordinal)), "a value that the schema has no word for")
                    : reader.quoted(token.text(word), into);
        });
    }

    /**
     * A number that may have a name: the number. A string takes the name, or else the number; an int or a long takes the number.
     *
     * @param names of at least one number
     */
    public static Form named(String what, Map<Long, String> names) {
        Map<Long, byte[]> known = new HashMap<>();
        names.forEach((number, name) -> known.put(number, name.getBytes(StandardCharsets.UTF_8)));
        return new Form(what, ofBits(names.keySet().iterator().next()), (token, reader, into) -> {
            Kind kind = reader.field().type().kind();
            if (kind == Kind.INT || kind == Kind.LONG) {
                return whole(token, reader, into);
            }
            byte[] name = known.get(token.bits());
            return reader.quoted(name == null ? token.text(Long.toString(token.bits())) : token.text(name), into);
        });
    }

    /** A decimal: its digits as a number in two's complement, high byte first. */
    public static Form decimal(String what, int scale) {
        return new Form(what, List.of(ofText("\u0000")), (token, reader, into) -> {
            Slice bytes = token.bytes();
            if (bytes.isEmpty() || bytes.length() > MAX_DECIMAL_BYTES) {
                return reader.wrongType(token.text(bytes.length() + " bytes"), "no decimal");
            }
            BigInteger digits = new BigInteger(bytes.array(), bytes.from(), bytes.length());
            return reader.number(token.text(new BigDecimal(digits, scale).toPlainString()), into);
        });
    }

    /** A UUID as 16 bytes, high byte first. */
    public static Form uuid(String what) {
        List<Sample> samples = List.of(ofText("0123456789abcdef"));
        return new Form(what, samples, (token, reader, into) -> reader.quoted(token.text(uuid(token.bytes())), into));
    }

    /** What no field can hold. */
    public static Form unreadable(String what) {
        return new Form(
                what,
                ofBits(0),
                (token, reader, into) -> reader.wrongType(
                        token.text("what stands at \"" + reader.field().path() + "\""), what));
    }

    static Decoding whole(Token token, FieldReader reader, Event into) {
        Kind kind = reader.field().type().kind();
        long value = token.bits();
        boolean fits = kind == Kind.LONG || kind == Kind.DOUBLE || (kind == Kind.INT && value == (int) value);
        return reader.whole(value, fits ? UNSAID : token.text(Long.toString(value)), into);
    }

    static List<Sample> ofBits(long... values) {
        return Arrays.stream(values)
                .<Sample>mapToObj(bits -> (token, form) -> token.set(form, bits))
                .toList();
    }

    private static Sample ofText(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return (token, form) -> token.set(form, bytes, 0, bytes.length);
    }

    private static String uuid(Slice bytes) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < 8; i++) {
            high = high << 8 | (bytes.array()[bytes.from() + i] & 0xff);
            low = low << 8 | (bytes.array()[bytes.from() + 8 + i] & 0xff);
        }
        return new UUID(high, low).toString();
    }

    private static long first(byte[][] words) {
        int first = 0;
        while (first < words.length - 1 && words[first].length == 0) {
            first++;
        }
        return first;
    }
}
