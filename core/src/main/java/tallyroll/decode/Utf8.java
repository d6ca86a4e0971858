package tallyroll.decode;

import tallyroll.bytes.Slice;

/** Strict UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF. */
final class Utf8 {
    private Utf8() {}

    /** The length of the valid sequence that begins at a byte above 0x7F, or 0 where there is none before {@code end}. */
    static int sequence(byte[] raw, int at, int end) {
        int first = raw[at] & 0xFF;
        int left = end - at;
        if (first < 0xC2) {
            return 0;
        }
        if (first < 0xE0) {
            return left >= 2 && continues(raw[at + 1]) ? 2 : 0;
        }
        int second = left >= 2 ? raw[at + 1] & 0xFF : 0;
        if (first < 0xF0) {
            boolean narrow = (first != 0xE0 || second >= 0xA0) && (first != 0xED || second < 0xA0);
            return left >= 3 && narrow && continues(raw[at + 1]) && continues(raw[at + 2]) ? 3 : 0;
        }
        boolean narrow = first <= 0xF4 && (first != 0xF0 || second >= 0x90) && (first != 0xF4 || second < 0x90);
        return left >= 4 && narrow && continues(raw[at + 1]) && continues(raw[at + 2]) && continues(raw[at + 3])
                ? 4
                : 0;
    }

    /** The index in the array of the first byte that begins no valid sequence, or of the text's end. */
    static int firstInvalid(Slice text) {
        byte[] bytes = text.array();
        int i = text.from();
        while (i < text.until()) {
            int length = bytes[i] >= 0 ? 1 : sequence(bytes, i, text.until());
            if (length == 0) {
                return i;
            }
            i += length;
        }
        return i;
    }

    static boolean valid(Slice text) {
        return firstInvalid(text) == text.until();
    }

    /** Writes one character (no surrogate); returns the index after it. */
    static int put(int character, byte[] into, int at) {
        int i = at;
        if (character < 0x80) {
            into[i++] = (byte) character;
        } else if (character < 0x800) {
            into[i++] = (byte) (0xC0 | (character >> 6));
            into[i++] = (byte) (0x80 | (character & 0x3F));
        } else if (character < 0x10000) {
            into[i++] = (byte) (0xE0 | (character >> 12));
            into[i++] = (byte) (0x80 | (character >> 6 & 0x3F));
            into[i++] = (byte) (0x80 | (character & 0x3F));
        } else {
            into[i++] = (byte) (0xF0 | (character >> 18));
            into[i++] = (byte) (0x80 | (character >> 12 & 0x3F));
            into[i++] = (byte) (0x80 | (character >> 6 & 0x3F));
            into[i++] = (byte) (0x80 | (character & 0x3F));
        }
        return i;
    }

    private static boolean continues(byte value) {
        return (value & 0xC0) == 0x80;
    }
}
