package tallyroll.decode;

/**
 * The tokens of RFC 8259 over a slice of bytes: strict, without objects, never past the end.
 *
 * <p>Every method that reads returns false at the first fault, which is then {@link #fault}. Strings are checked to be UTF-8
 * and their escapes to be whole characters (a lone surrogate is a fault), but not unescaped.
 */
final class JsonScanner {
    byte[] raw;
    int at;
    int end;

    /** The token read last: a string without its quotes, or a number. */
    int from;

    int to;

    /** Whether the string read last has escapes. */
    boolean escaped;

    /** Whether the number read last is an integer of at most 18 digits, which {@link #value} then is. */
    boolean integer;

    long value;

    private RejectCode code;
    private String fault;

    void start(byte[] bytes, int offset, int length) {
        raw = bytes;
        at = offset;
        end = offset + length;
    }

    /** The next byte that is no white space, not consumed; -1 at the end, other negative numbers for non-ASCII. */
    int next() {
        while (at < end) {
            int c = raw[at];
            if (c > ' ' || (c != ' ' && c != '\n' && c != '\r' && c != '\t')) {
                return c == -1 ? -2 : c;
            }
            at++;
        }
        return -1;
    }

    /** The rest of a string whose opening quote is consumed. */
    boolean string() {
        byte[] bytes = raw;
        int stop = end;
        int i = at;
        from = i;
        escaped = false;
        while (i < stop) {
            int c = bytes[i];
            if (c == '"') {
                to = i;
                at = i + 1;
                return true;
            }
            // One comparison for both rare kinds: control characters, and (negative) the bytes above 0x7F.
            if (c < ' ' || c == '\\') {
                i = rare(c, i);
                if (i < 0) {
                    return false;
                }
            } else {
                i++;
            }
        }
        at = stop;
        return fail("a string has no closing quote");
    }

    private int rare(int c, int i) {
        at = i;
        if (c == '\\') {
            escaped = true;
            return escape(i + 1);
        }
        if (c >= 0) {
            fail("a control character in a string is not escaped");
            return -1;
        }
        int length = Utf8.sequence(raw, i, end);
        if (length == 0) {
            fail(RejectCode.NOT_UTF8, "a string is not valid UTF-8");
            return -1;
        }
        return i + length;
    }

    private int escape(int i) {
        int c = i < end ? raw[i] : 0;
        if (c == 'u') {
            int unit = hex(raw, i + 1, end);
            if (unit >= 0 && !Character.isSurrogate((char) unit)) {
                return i + 5;
            }
            boolean pair = unit >= 0
                    && Character.isHighSurrogate((char) unit)
                    && i + 6 < end
                    && raw[i + 5] == '\\'
                    && raw[i + 6] == 'u';
            int low = pair ? hex(raw, i + 7, end) : -1;
            if (low >= 0 && Character.isLowSurrogate((char) low)) {
                return i + 11;
            }
        } else if (c == '"' || c == '\\' || c == '/' || c == 'b' || c == 'f' || c == 'n' || c == 'r' || c == 't') {
            return i + 1;
        }
        fail("a string has an escape that names no character");
        return -1;
    }

    /** Four hexadecimal digits, or -1. */
    static int hex(byte[] bytes, int at, int end) {
        if (end - at < 4) {
            return -1;
        }
        int unit = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = bytes[i] < 0 ? -1 : Character.digit(bytes[i], 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }

    boolean number() {
        byte[] bytes = raw;
        int stop = end;
        int i = at;
        from = i;
        boolean negative = i < stop && bytes[i] == '-';
        i += negative ? 1 : 0;
        int first = i;
        long sum = 0;
        for (; i < stop && bytes[i] >= '0' && bytes[i] <= '9'; i++) {
            sum = sum * 10 + (bytes[i] - '0');
        }
        if (i == first || (bytes[first] == '0' && i > first + 1)) {
            return fail(i == first ? "a value is expected" : "a number begins with a zero");
        }
        integer = i - first <= NumberText.LONG_DIGITS;
        value = negative ? -sum : sum;
        if (i < stop && bytes[i] == '.') {
            integer = false;
            i = digits(i + 1);
        }
        if (i >= 0 && i < stop && (bytes[i] | 0x20) == 'e') {
            integer = false;
            boolean signed = i + 1 < stop && (bytes[i + 1] == '+' || bytes[i + 1] == '-');
            i = digits(i + (signed ? 2 : 1));
        }
        to = i;
        at = i < 0 ? at : i;
        return i >= 0 || fail("a number lacks digits");
    }

    private int digits(int begin) {
        int i = begin;
        while (i < end && raw[i] >= '0' && raw[i] <= '9') {
            i++;
        }
        return i > begin ? i : -1;
    }

    boolean word(String expected) {
        from = at;
        for (int i = 0; i < expected.length(); i++) {
            if (at + i >= end || raw[at + i] != expected.charAt(i)) {
                return fail("a value is expected");
            }
        }
        at += expected.length();
        to = at;
        return true;
    }

    boolean fail(String what) {
        return fail(RejectCode.NOT_JSON, what);
    }

    boolean fail(RejectCode why, String what) {
        code = why;
        fault = what;
        return false;
    }

    /** The fault as a reject; {@code offset} is where the record begins. */
    Decoding fault(int offset) {
        String seen = at >= end ? "the end" : Seen.bytes(raw, at, Math.min(end, at + 20));
        return code.because("the record is not JSON at byte " + (at - offset) + " (" + seen + "): " + fault);
    }

    /** Writes the string without its escapes, which {@link #string} has checked; returns the index after it. */
    static int unescape(byte[] bytes, int from, int to, byte[] into, int at) {
        int out = at;
        for (int i = from; i < to; i++) {
            if (bytes[i] != '\\') {
                into[out++] = bytes[i];
                continue;
            }
            int c = bytes[++i];
            if (c != 'u') {
                into[out++] = (byte) plain(c);
                continue;
            }
            int character = hex(bytes, i + 1, to);
            i += 4;
            if (Character.isHighSurrogate((char) character)) {
                character = Character.toCodePoint((char) character, (char) hex(bytes, i + 3, to));
                i += 6;
            }
            out = Utf8.put(character, into, out);
        }
        return out;
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
