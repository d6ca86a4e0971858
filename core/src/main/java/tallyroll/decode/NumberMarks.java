package tallyroll.decode;

import tallyroll.bytes.Slice;
import tallyroll.event.Notation;

/**
 * Makes {@code 1.234,56} the number {@code 1234.56}. Groups have three digits, the first one to three, so that {@code 1.5} with a point
 * between thousands is refused and never 15. A space as mark is any of those that do not break lines too, an apostrophe also the
 * typographic one. Not thread-safe.
 */
final class NumberMarks {
    private static final String[] SPACES = {" ", "\u00a0", "\u202f", "\u2009"};
    private static final String[] APOSTROPHES = {"'", "\u2019"};

    private final byte decimal;
    private final byte[][] thousands;
    private final String shown;
    private final Slice plain = new Slice();
    private byte[] scratch = new byte[64];

    NumberMarks(Notation notation) {
        decimal = (byte) notation.decimalMark().charAt(0);
        thousands = switch (notation.thousandsMark()) {
            case "" -> new byte[0][];
            case " " -> utf8(SPACES);
            case "'" -> utf8(APOSTROPHES);
            default -> utf8(notation.thousandsMark());
        };
        shown = notation.thousandsMark().isEmpty()
                ? "\"" + notation.decimalMark() + "\" before the fraction"
                : "\"" + notation.thousandsMark() + "\" between thousands and \"" + notation.decimalMark()
                        + "\" before the fraction";
    }

    private static byte[][] utf8(String... marks) {
        byte[][] bytes = new byte[marks.length][];
        for (int i = 0; i < marks.length; i++) {
            bytes[i] = Slice.of(marks[i]).toByteArray();
        }
        return bytes;
    }

    /** The number without marks, valid until the next call; null where digits are grouped otherwise. */
    Slice plain(Slice text) {
        byte[] raw = text.array();
        int to = text.until();
        if (scratch.length < text.length()) {
            scratch = new byte[text.length()];
        }
        int out = 0;
        int i = text.from();
        if (i < to && (raw[i] == '-' || raw[i] == '+')) {
            scratch[out++] = raw[i++];
        }
        int digits = 0;
        boolean grouped = false;
        while (i < to) {
            if (raw[i] >= '0' && raw[i] <= '9') {
                scratch[out++] = raw[i++];
                digits++;
                continue;
            }
            int mark = markAt(raw, i, to);
            if (mark == 0 || digits == 0 || (grouped ? digits != 3 : digits > 3)) {
                break;
            }
            grouped = true;
            digits = 0;
            i += mark;
        }
        if (grouped && digits != 3) {
            return null;
        }
        if (i < to && raw[i] == decimal) {
            scratch[out++] = '.';
            i++;
        }
        for (; i < to; i++) {
            if (raw[i] == '.') {
                return null;
            }
            scratch[out++] = raw[i];
        }
        plain.set(scratch, 0, out);
        return plain;
    }

    /** The length of a mark that stands there, or 0. */
    private int markAt(byte[] raw, int at, int to) {
        for (byte[] mark : thousands) {
            int i = 0;
            while (i < mark.length && at + i < to && raw[at + i] == mark[i]) {
                i++;
            }
            if (i == mark.length) {
                return i;
            }
        }
        return 0;
    }

    /** The marks, for people. */
    @Override
    public String toString() {
        return shown;
    }
}
