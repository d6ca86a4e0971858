package tallyroll.decode;

import tallyroll.bytes.Slice;

/**
 * The tokens of RFC 8259 over a slice of bytes: strict, without objects, never past the end.
 *
 * <p>Every method that reads takes the index where it begins and returns the index after what it read, or {@link #FAULT}, and
 * then {@link #fault} says what and where. The index is passed on instead of kept in a field: that chain of loads and stores
 * would be the slowest part. Strings are checked to be UTF-8 and their escapes to be whole characters (a lone surrogate is a
 * fault), but not unescaped.
 */
final class JsonScanner {
    static final int FAULT = -1;

    byte[] raw;
    int end;

    /** Whether the string read last has escapes. */
    boolean escaped;

    /** Whether the number read last is an integer of at most 18 digits, which {@link #value} then is. */
    boolean integer;

    long value;

    private int faultAt;
    private RejectCode code;
    private String fault;

    void start(Slice record) {
        raw = record.array();
        end = record.until();
    }

    /** The byte at an index, 0 at the end. */
    int byteAt(int i) {
        return i < end ? raw[i] : 0;
    }

    /** The index of the next byte that is no white space. */
    int space(int from) {
        int i = from;
        while (i < end && raw[i] <= ' ' && (raw[i] == ' ' || raw[i] == '\n' || raw[i] == '\r' || raw[i] == '\t')) {
            i++;
        }
        return i;
    }

    /** The rest of a string whose opening quote stands before {@code from}. */
    int string(int from) {
        escaped = false;
        int i = from;
        while (true) {
            i = ByteScan.notPlain(raw, i, end);
            if (i == end) {
                return fail(i, "a string has no closing quote");
            }
            int c = raw[i];
            if (c == '"') {
                return i + 1;
            }
            i = c == '\\'
                    ? escape(i)
                    : c < 0 ? beyondAscii(i) : fail(i, "a control character in a string is not escaped");
            if (i < 0) {
                return FAULT;
            }
        }
    }

    private int beyondAscii(int from) {
        int i = from;
        while (i < end && raw[i] < 0) {
            int length = Utf8.sequence(raw, i, end);
            if (length == 0) {
                return fail(i, RejectCode.NOT_UTF8, "a string is not valid UTF-8");
            }
            i += length;
        }
        return i;
    }

    private int escape(int from) {
        escaped = true;
        int c = byteAt(from + 1);
        if (c == 'u') {
            int unit = hex(raw, from + 2, end);
            if (unit >= 0 && !Character.isSurrogate((char) unit)) {
                return from + 6;
            }
            boolean pair = unit >= 0
                    && Character.isHighSurrogate((char) unit)
                    && byteAt(from + 6) == '\\'
                    && byteAt(from + 7) == 'u';
            int low = pair ? hex(raw, from + 8, end) : -1;
            if (low >= 0 && Character.isLowSurrogate((char) low)) {
                return from + 12;
            }
        } else if (c == '"' || c == '\\' || c == '/' || c == 'b' || c == 'f' || c == 'n' || c == 'r' || c == 't') {
            return from + 2;
        }
        return fail(from, "a string has an escape that names no character");
    }

    /** Four hexadecimal digits, or a negative number. */
    private static int hex(byte[] bytes, int at, int end) {
        return end - at < 4
                ? -1
                : digit(bytes[at]) << 12 | digit(bytes[at + 1]) << 8 | digit(bytes[at + 2]) << 4 | digit(bytes[at + 3]);
    }

    private static int digit(int c) {
        int letter = (c | 0x20) - 'a';
        return c >= '0' && c <= '9' ? c - '0' : letter >= 0 && letter < 6 ? 10 + letter : -1;
    }

    int number(int from) {
        byte[] bytes = raw;
        int stop = end;
        int i = from;
        boolean negative = i < stop && bytes[i] == '-';
        i += negative ? 1 : 0;
        int first = i;
        long sum = 0;
        for (; i < stop && bytes[i] >= '0' && bytes[i] <= '9'; i++) {
            sum = sum * 10 + (bytes[i] - '0');
        }
        if (i == first || (bytes[first] == '0' && i > first + 1)) {
            return fail(from, i == first ? "a value is expected" : "a number begins with a zero");
        }
        integer = i - first <= NumberText.LONG_DIGITS;
        value = negative ? -sum : sum;
        if (i < stop && bytes[i] == '.') {
            integer = false;
            i = digits(i + 1);
        }
        if (i >= 0 && i < stop && (bytes[i] | 0x20) == 'e') {
            integer = false;
            boolean signed = byteAt(i + 1) == '+' || byteAt(i + 1) == '-';
            i = digits(i + (signed ? 2 : 1));
        }
        return i >= 0 ? i : fail(from, "a number lacks digits");
    }

    private int digits(int from) {
        int i = from;
        while (i < end && raw[i] >= '0' && raw[i] <= '9') {
            i++;
        }
        return i > from ? i : FAULT;
    }

    int word(int from, String expected) {
        for (int i = 0; i < expected.length(); i++) {
            if (byteAt(from + i) != expected.charAt(i)) {
                return fail(from, "a value is expected");
            }
        }
        return from + expected.length();
    }

    int fail(int at, String what) {
        return fail(at, RejectCode.NOT_JSON, what);
    }

    int fail(int at, RejectCode why, String what) {
        faultAt = at;
        code = why;
        fault = what;
        return FAULT;
    }

    /** The fault as a reject; {@code offset} is where the record begins. */
    Decoding fault(int offset) {
        String seen = faultAt >= end ? "the end" : Seen.bytes(Slice.of(raw, faultAt, Math.min(end, faultAt + 20)));
        return code.because("the record is not JSON at byte " + (faultAt - offset) + " (" + seen + "): " + fault);
    }

    /** Writes the string without its escapes, which {@link #string} has checked; returns the index after it. */
    static int unescape(Slice text, byte[] into, int at) {
        byte[] bytes = text.array();
        int to = text.until();
        int out = at;
        int i = text.from();
        while (true) {
            int escape = ByteScan.backslash(bytes, i, to);
            System.arraycopy(bytes, i, into, out, escape - i);
            out += escape - i;
            if (escape == to) {
                return out;
            }
            int c = bytes[escape + 1];
            i = escape + 2;
            if (c != 'u') {
                into[out++] = (byte) plain(c);
                continue;
            }
            int character = hex(bytes, i, to);
            i += 4;
            if (Character.isHighSurrogate((char) character)) {
                character = Character.toCodePoint((char) character, (char) hex(bytes, i + 2, to));
                i += 6;
            }
            out = Utf8.put(character, into, out);
        }
    }

    private static int plain(int escape) {
        return switch (escape) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> escape;
        };
    }
}
