package tallyroll.bytes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what a {@link ByteWriter} wrote. Every read past the end throws {@link MalformedBytesException}, so torn or foreign
 * bytes are never read as values.
 */
public final class ByteReader {
    private final byte[] bytes;
    private int at;
    private final int end;

    /** Of what the slice covers now; the reader does not follow when it moves. */
    public ByteReader(Slice slice) {
        bytes = slice.array();
        at = slice.from();
        end = slice.until();
    }

    public ByteReader(byte[] bytes) {
        this(Slice.of(bytes));
    }

    public int remaining() {
        return end - at;
    }

    public int readByte() {
        need(1);
        return bytes[at++] & 0xFF;
    }

    public int readInt() {
        need(4);
        int value = 0;
        for (int i = 0; i < 4; i++) {
            value = value << 8 | (bytes[at++] & 0xFF);
        }
        return value;
    }

    public long readLong() {
        need(8);
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = value << 8 | (bytes[at++] & 0xFF);
        }
        return value;
    }

    public double readDouble() {
        return Double.longBitsToDouble(readLong());
    }

    public long readVarint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = readByte();
            if (shift == 63 && next > 1) {
                break; // bits beyond the 64th, or an eleventh byte
            }
            value |= (long) (next & 0x7F) << shift;
            if ((next & 0x80) == 0) {
                return value;
            }
        }
        throw new MalformedBytesException("a varint of more than 64 bits ends at byte " + at);
    }

    public long readZigzag() {
        long raw = readVarint();
        return (raw >>> 1) ^ -(raw & 1);
    }

    /** A varint that counts things in what follows: refused when it could not fit the remaining bytes. */
    public int readCount() {
        long count = readVarint();
        if (count < 0 || count > remaining()) {
            throw new MalformedBytesException(
                    "a count of " + count + " does not fit the " + remaining() + " bytes left");
        }
        return (int) count;
    }

    public byte[] readRaw(int length) {
        need(length);
        byte[] copy = Arrays.copyOfRange(bytes, at, at + length);
        at += length;
        return copy;
    }

    /** Steps over bytes and moves a slice to them: nothing is copied. */
    public void readSlice(int length, Slice into) {
        need(length);
        into.set(bytes, at, at + length);
        at += length;
    }

    public void skip(int length) {
        need(length);
        at += length;
    }

    public byte[] readBytes() {
        return readRaw(readCount());
    }

    public String readString() {
        return new String(readBytes(), StandardCharsets.UTF_8);
    }

    private void need(int length) {
        if (length < 0 || end - at < length) {
            throw new MalformedBytesException(
                    "needed " + length + " bytes at byte " + at + ", " + (end - at) + " left");
        }
    }
}
