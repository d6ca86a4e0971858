package tallyroll.bytes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growable byte array with the primitives of our formats: big-endian fixed numbers, LEB128 varints, length-prefixed bytes. */
public final class ByteWriter {
    private final Slice written = new Slice();
    private byte[] bytes;
    private int size;

    public ByteWriter(int capacity) {
        bytes = new byte[Math.max(16, capacity)];
    }

    public ByteWriter() {
        this(64);
    }

    public int size() {
        return size;
    }

    /** What was written, not copied: valid until the next write, and the next call of this. */
    public Slice written() {
        written.set(bytes, 0, size);
        return written;
    }

    /** The backing array, valid up to {@link #size} until the next write. */
    public byte[] array() {
        return bytes;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    public void reset() {
        size = 0;
    }

    public void writeByte(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
    }

    public void writeInt(int value) {
        ensure(4);
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (value >>> shift);
        }
    }

    public void writeLong(long value) {
        ensure(8);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (value >>> shift);
        }
    }

    public void writeDouble(double value) {
        writeLong(Double.doubleToLongBits(value));
    }

    /** An unsigned varint: seven bits a byte, low bits first. */
    public void writeVarint(long value) {
        ensure(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /** A signed varint, zigzag. */
    public void writeZigzag(long value) {
        writeVarint((value << 1) ^ (value >> 63));
    }

    public void writeRaw(Slice from) {
        copy(from.array(), from.from(), from.length());
    }

    public void writeRaw(byte[] from) {
        copy(from, 0, from.length);
    }

    /** A varint length, then the bytes. */
    public void writeBytes(Slice from) {
        writeVarint(from.length());
        writeRaw(from);
    }

    /** A varint length, then the bytes. */
    public void writeBytes(byte[] from) {
        writeVarint(from.length);
        writeRaw(from);
    }

    public void writeString(String text) {
        writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private void copy(byte[] from, int at, int length) {
        ensure(length);
        System.arraycopy(from, at, bytes, size, length);
        size += length;
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(
                    bytes, Math.max(Math.addExact(size, more), (int) Math.min(size * 2L, Integer.MAX_VALUE - 16)));
        }
    }
}
