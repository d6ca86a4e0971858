package tallyroll.protobuf;

import com.google.protobuf.Descriptors.FieldDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import tallyroll.format.Token;

/**
 * A key of a map as a path names it.
 *
 * @param text of a text, in UTF-8; else of no bytes
 * @param number of a number; a boolean is 0 or 1
 */
record MapKey(boolean isText, byte[] text, long number) {
    /** @throws IllegalArgumentException whose message says what the map's keys are, where the name is none */
    static MapKey of(FieldDescriptor keys, String name) {
        try {
            return switch (keys.getType()) {
                case STRING -> new MapKey(true, name.getBytes(StandardCharsets.UTF_8), 0);
                case BOOL -> ofNumber(bool(name));
                case UINT64, FIXED64 -> ofNumber(Long.parseUnsignedLong(name));
                default -> ofNumber(Long.parseLong(name));
            };
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(
                    "a map whose keys are " + keys.getType().name().toLowerCase(Locale.ROOT), notANumber);
        }
    }

    boolean is(Token key) {
        return isText ? key.bytes().sameBytes(text) : key.bits() == number;
    }

    private static MapKey ofNumber(long number) {
        return new MapKey(false, new byte[0], number);
    }

    private static long bool(String name) {
        return switch (name) {
            case "true" -> 1;
            case "false" -> 0;
            default -> throw new NumberFormatException(name);
        };
    }
}
