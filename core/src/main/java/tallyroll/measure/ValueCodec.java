package tallyroll.measure;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import tallyroll.bytes.ByteReader;
import tallyroll.bytes.ByteWriter;
import tallyroll.bytes.Slice;
import tallyroll.event.Event;
import tallyroll.event.FieldType;
import tallyroll.time.Micros;

/**
 * How the values of one field are kept, compared, written and answered.
 *
 * <p>Most types are <em>coded</em>: a value is a {@code long} whose order is the value's order, so keeping one costs no object.
 * Doubles are coded by flipping the low bits of negatives, after -0.0 became 0.0 and every NaN the canonical one; the order is
 * that of {@link Double#compare}: NaN is the greatest. Strings are kept as UTF-8 and ordered by unsigned bytes, long decimals as
 * the two's complement of the unscaled value and ordered as numbers.
 *
 * @param slot the field's slot
 */
record ValueCodec(int slot, FieldType type) {
    /**
     * The most bytes of a text that a summary row keeps. Only they are kept, compared and counted, whatever follows: were whole texts
     * compared and beginnings kept, a merge of parts could keep another text than one pass.
     */
    static final int KEPT_TEXT_BYTES = 1024;

    boolean encodedAsLong() {
        return switch (type.kind()) {
            case STRING -> false;
            case DECIMAL -> type.longDecimal();
            default -> true;
        };
    }

    ColumnType column() {
        return switch (type.kind()) {
            case STRING -> ColumnType.TEXT;
            case BOOLEAN -> ColumnType.BOOLEAN;
            case INT, LONG -> ColumnType.BIGINT;
            case DOUBLE -> ColumnType.DOUBLE;
            case DECIMAL -> ColumnType.DECIMAL;
            case TIMESTAMP -> ColumnType.TIMESTAMP;
        };
    }

    boolean isDouble() {
        return type.kind() == FieldType.Kind.DOUBLE;
    }

    long code(Event event) {
        return isDouble() ? codeOf(event.doubleAt(slot)) : event.longAt(slot);
    }

    byte[] bytes(Event event) {
        if (type.kind() == FieldType.Kind.STRING) {
            return text(event.textAt(slot)).toByteArray();
        }
        return event.decimalAt(slot).setScale(type.scale()).unscaledValue().toByteArray();
    }

    int compare(byte[] left, byte[] right) {
        return type.kind() == FieldType.Kind.STRING
                ? Arrays.compareUnsigned(left, right)
                : new BigInteger(left).compareTo(new BigInteger(right));
    }

    /** What of a text is kept: whole characters, at most {@value #KEPT_TEXT_BYTES} bytes of them. */
    static Slice text(Slice whole) {
        if (whole.length() <= KEPT_TEXT_BYTES) {
            return whole;
        }
        int end = whole.from() + KEPT_TEXT_BYTES;
        while (end > whole.from() && (whole.array()[end] & 0xC0) == 0x80) {
            end--;
        }
        return Slice.of(whole.array(), whole.from(), end);
    }

    /** Compares the event's value with a kept one, without keeping it. */
    int compare(Event event, byte[] kept) {
        if (type.kind() == FieldType.Kind.STRING) {
            return text(event.textAt(slot)).compareUnsigned(kept);
        }
        return compare(bytes(event), kept);
    }

    Object answer(long code) {
        return switch (type.kind()) {
            case DOUBLE -> doubleOf(code);
            case DECIMAL -> BigDecimal.valueOf(code, type.scale());
            case TIMESTAMP -> Micros.toInstant(code);
            case BOOLEAN -> code != 0;
            default -> code;
        };
    }

    Object answer(byte[] bytes) {
        return type.kind() == FieldType.Kind.STRING
                ? new String(bytes, StandardCharsets.UTF_8)
                : new BigDecimal(new BigInteger(bytes), type.scale());
    }

    long fromAnswer(Object answer) {
        return switch (type.kind()) {
            case DOUBLE -> codeOf((double) answer);
            case DECIMAL ->
                ((BigDecimal) answer).setScale(type.scale()).unscaledValue().longValueExact();
            case TIMESTAMP -> Micros.of((Instant) answer);
            case BOOLEAN -> (Boolean) answer ? 1 : 0;
            default -> (Long) answer;
        };
    }

    byte[] bytesFromAnswer(Object answer) {
        return answer instanceof String text
                ? text.getBytes(StandardCharsets.UTF_8)
                : ((BigDecimal) answer).setScale(type.scale()).unscaledValue().toByteArray();
    }

    void write(long code, ByteWriter out) {
        if (isDouble()) {
            out.writeDouble(doubleOf(code));
        } else {
            out.writeZigzag(code);
        }
    }

    long readCode(ByteReader in) {
        return isDouble() ? codeOf(in.readDouble()) : in.readZigzag();
    }

    /** The value as text, as rankings show it. */
    String text(Event event) {
        Object answer = encodedAsLong() ? answer(code(event)) : answer(bytes(event));
        return answer instanceof BigDecimal decimal ? decimal.toPlainString() : answer.toString();
    }

    /** A double as a long of the same order; -0.0 and the NaNs become one value each. */
    static long codeOf(double value) {
        long bits = Double.doubleToLongBits(value + 0.0);
        return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }

    static double doubleOf(long code) {
        return Double.longBitsToDouble(code ^ ((code >> 63) & Long.MAX_VALUE));
    }
}
