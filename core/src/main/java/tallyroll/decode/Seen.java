package tallyroll.decode;

import java.nio.charset.StandardCharsets;
import tallyroll.bytes.Slice;

/** A value as it is shown in a reject: at most 80 characters, with control characters escaped so that logs stay one line. */
final class Seen {
    private static final int MAX_CHARACTERS = 80;

    private Seen() {}

    static String bytes(Slice raw) {
        // Four bytes a character at most, and one character more to know whether something was cut off.
        int max = Math.min(raw.length(), 4 * (MAX_CHARACTERS + 1));
        return text(new String(raw.array(), raw.from(), max, StandardCharsets.UTF_8));
    }

    static String text(String value) {
        StringBuilder shown = new StringBuilder();
        int count = 0;
        for (int i = 0; i < value.length(); ) {
            if (count++ == MAX_CHARACTERS) {
                return shown.append('…').toString();
            }
            int character = value.codePointAt(i);
            i += Character.charCount(character);
            append(shown, character);
        }
        return shown.toString();
    }

    private static void append(StringBuilder shown, int character) {
        switch (character) {
            case '\n' -> shown.append("\\n");
            case '\r' -> shown.append("\\r");
            case '\t' -> shown.append("\\t");
            default -> {
                if (Character.isISOControl(character) || character == 0x2028 || character == 0x2029) {
                    shown.append("\\u").append(Integer.toHexString(0x10000 | character), 1, 5);
                } else {
                    shown.appendCodePoint(character);
                }
            }
        }
    }
}
