package tallyroll.bench;

import tallyroll.bytes.Slice;

/** Text of a parser that hands out characters, as the UTF-8 that an event's slots point at. */
final class Utf8Buffer {
    private final Slice added = new Slice();
    private byte[] bytes = new byte[4096];
    private int end;

    void clear() {
        end = 0;
    }

    /** Appends; what is returned is valid until the next call. What slots point at stays as it is when the buffer grows. */
    Slice add(char[] text, int offset, int length) {
        if (bytes.length - end < 3 * length) {
            bytes = new byte[Math.max(2 * bytes.length, 3 * length)];
            end = 0;
        }
        int begin = end;
        for (int i = offset; i < offset + length; i++) {
            char c = text[i];
            if (c < 0x80) {
                bytes[end++] = (byte) c;
            } else if (Character.isHighSurrogate(c) && i + 1 < offset + length) {
                longer(Character.toCodePoint(c, text[++i]));
            } else {
                longer(c);
            }
        }
        added.set(bytes, begin, end);
        return added;
    }

    private void longer(int character) {
        if (character >= 0x10000) {
            bytes[end++] = (byte) (0xF0 | (character >> 18));
            bytes[end++] = (byte) (0x80 | (character >> 12 & 0x3F));
            bytes[end++] = (byte) (0x80 | (character >> 6 & 0x3F));
        } else if (character >= 0x800) {
            bytes[end++] = (byte) (0xE0 | (character >> 12));
            bytes[end++] = (byte) (0x80 | (character >> 6 & 0x3F));
        } else {
            bytes[end++] = (byte) (0xC0 | (character >> 6));
        }
        bytes[end++] = (byte) (0x80 | (character & 0x3F));
    }
}
