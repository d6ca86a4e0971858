package tallyroll.protobuf;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.nio.charset.StandardCharsets;
import tallyroll.format.Form;
import tallyroll.format.Token;

/**
 * How a value that is no message is written.
 *
 * @param wire the wire type of one value
 * @param packable whether several may stand together
 */
record Scalar(int wire, boolean packable, Reading reading) {
    /** Puts a value into a token. */
    @FunctionalInterface
    interface Reading {
        void read(WireInput in, Token token, Form form);
    }

    static Scalar of(FieldDescriptor field) {
        return switch (field.getType()) {
            case INT32, ENUM -> varint((in, token, form) -> token.set(form, (int) in.varint()));
            case INT64, UINT64 -> varint((in, token, form) -> token.set(form, in.varint()));
            case UINT32 -> varint((in, token, form) -> token.set(form, in.varint() & 0xffff_ffffL));
            case SINT32 -> varint((in, token, form) -> token.set(form, (int) signed(in.varint() & 0xffff_ffffL)));
            case SINT64 -> varint((in, token, form) -> token.set(form, signed(in.varint())));
            case BOOL -> varint((in, token, form) -> token.set(form, in.varint() == 0 ? 0 : 1));
            case FIXED32, FLOAT -> fixed(WireInput.FIXED32, (in, token, form) -> token.set(form, in.littleEndian(4)));
            case SFIXED32 -> fixed(WireInput.FIXED32, (in, token, form) -> token.set(form, (int) in.littleEndian(4)));
            case FIXED64, SFIXED64, DOUBLE ->
                fixed(WireInput.FIXED64, (in, token, form) -> token.set(form, in.littleEndian(8)));
            case STRING, BYTES -> new Scalar(WireInput.BYTES, false, Scalar::bytes);
            case MESSAGE, GROUP -> throw new IllegalArgumentException(field.getFullName() + " is a message");
        };
    }

    /**
     * The value that is there where none is written.
     *
     * @param bytes null where it is of a fixed size
     */
    record Preset(long bits, byte[] bytes) {
        void put(Token token, Form form) {
            if (bytes == null) {
                token.set(form, bits);
            } else {
                token.set(form, bytes, 0, bytes.length);
            }
        }
    }

    static Preset preset(FieldDescriptor field) {
        Object value = field.getDefaultValue();
        if (value instanceof EnumValueDescriptor word) {
            return new Preset(word.getNumber(), null);
        } else if (value instanceof Boolean yes) {
            return new Preset(yes ? 1 : 0, null);
        } else if (value instanceof Float real) {
            return new Preset(Float.floatToRawIntBits(real), null);
        } else if (value instanceof Double real) {
            return new Preset(Double.doubleToRawLongBits(real), null);
        } else if (value instanceof Integer whole && unsigned32(field)) {
            return new Preset(Integer.toUnsignedLong(whole), null);
        } else if (value instanceof Number whole) {
            return new Preset(whole.longValue(), null);
        }
        return new Preset(
                0,
                value instanceof ByteString some
                        ? some.toByteArray()
                        : ((String) value).getBytes(StandardCharsets.UTF_8));
    }

    private static boolean unsigned32(FieldDescriptor field) {
        return field.getType() == FieldDescriptor.Type.UINT32 || field.getType() == FieldDescriptor.Type.FIXED32;
    }

    private static Scalar varint(Reading reading) {
        return fixed(WireInput.VARINT, reading);
    }

    private static Scalar fixed(int wire, Reading reading) {
        return new Scalar(wire, true, reading);
    }

    private static void bytes(WireInput in, Token token, Form form) {
        int length = in.length();
        int from = in.skip(length);
        if (in.ok()) {
            token.set(form, in.raw(), from, from + length);
        }
    }

    private static long signed(long zigZag) {
        return zigZag >>> 1 ^ -(zigZag & 1);
    }
}
