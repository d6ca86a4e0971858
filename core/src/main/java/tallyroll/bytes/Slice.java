package tallyroll.bytes;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * The bytes {@code [from, until)} of an array: how every method here takes and gives a part of an array. The array is shared, not
 * copied, and nobody writes to it through a slice.
 *
 * <p>A slice can be moved on to other bytes, so that one object serves a whole task: a record, a field and a token cost no
 * allocation. The price is a rule. A slice given to a method, or given back by one, is valid until its owner's next call (the
 * next record, the next decode, the next write); who needs it longer takes {@link #toByteArray} or {@link #copy}. Only the
 * owner, who made the slice, moves it. A slice made by {@code of} and moved by nobody is valid as long as its array.
 *
 * <p>Not thread-safe while it is moved. It has no {@code equals}: compare contents by {@link #sameBytes}.
 */
public final class Slice {
    private static final byte[] NONE = {};

    private byte[] array = NONE;
    private int from = 0;
    private int until = 0;

    /** Of no bytes, to be {@link #set}. */
    public Slice() {
        // the fields say it
    }

    /** All of an array. */
    public static Slice of(byte[] array) {
        return of(array, 0, array.length);
    }

    /** A text as UTF-8. */
    public static Slice of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws IndexOutOfBoundsException where the array has no such bytes */
    public static Slice of(byte[] array, int from, int until) {
        Slice slice = new Slice();
        slice.set(array, from, until);
        return slice;
    }

    /**
     * Moves the slice.
     *
     * @throws IndexOutOfBoundsException where the array has no such bytes; the slice then stays where it was
     */
    public void set(byte[] bytes, int begin, int end) {
        Objects.checkFromToIndex(begin, end, bytes.length);
        // Storing a reference costs a barrier of the collector; fields of one record share their array.
        if (array != bytes) {
            array = bytes;
        }
        from = begin;
        until = end;
    }

    /** Moves the slice to what is left to read of a buffer that has an array, and leaves the buffer as it is. */
    public void set(ByteBuffer buffer) {
        int begin = buffer.arrayOffset() + buffer.position();
        set(buffer.array(), begin, begin + buffer.remaining());
    }

    /** Moves the slice to where another one is now. */
    public void set(Slice other) {
        if (array != other.array) {
            array = other.array;
        }
        from = other.from;
        until = other.until;
    }

    public byte[] array() {
        return array;
    }

    /** The index in the array of the first byte. */
    public int from() {
        return from;
    }

    /** One past the index in the array of the last byte. */
    public int until() {
        return until;
    }

    public int length() {
        return until - from;
    }

    public boolean isEmpty() {
        return until == from;
    }

    /** Another slice of the first bytes, no more than {@code max} of them. */
    public Slice head(long max) {
        return of(array, from, from + (int) Math.min(until - from, max));
    }

    /** Another slice of the same bytes, which stays when this one moves; the array is still shared. */
    public Slice copy() {
        return of(array, from, until);
    }

    /** The bytes in an array of their own. */
    public byte[] toByteArray() {
        return Arrays.copyOfRange(array, from, until);
    }

    /** The bytes as UTF-8. */
    public String text() {
        return new String(array, from, until - from, StandardCharsets.UTF_8);
    }

    public boolean sameBytes(byte[] other) {
        return Arrays.equals(array, from, until, other, 0, other.length);
    }

    public boolean sameBytes(Slice other) {
        return Arrays.equals(array, from, until, other.array, other.from, other.until);
    }

    /** Compares the bytes as unsigned numbers, the way a database sorts a blob or UTF-8. */
    public int compareUnsigned(byte[] other) {
        return Arrays.compareUnsigned(array, from, until, other, 0, other.length);
    }

    /** Where the slice is, not what it holds: it may hold a whole record. */
    @Override
    public String toString() {
        return "bytes [" + from + ", " + until + ") of " + array.length;
    }
}
