package tallyroll.decode;

import java.util.Arrays;

/** Bytes as they are unpacked: grows with what really comes, up to a limit, whatever was announced. */
final class UnpackedBytes {
    private static final int KEPT = 256 * 1024;

    private final int max;
    private byte[] array = new byte[4096];
    private int size;

    UnpackedBytes(int max) {
        this.max = Math.min(max, Integer.MAX_VALUE - 16);
    }

    /** For the next record. */
    void clear() {
        size = 0;
        if (array.length > KEPT) {
            array = new byte[4096];
        }
    }

    /** Whether more may be put behind {@link #size}; makes room for it where it may. */
    boolean room() {
        if (size > max) {
            return false;
        }
        if (size == array.length) {
            array = Arrays.copyOf(array, (int) Math.min(max + 1L, 2L * size));
        }
        return size < array.length;
    }

    /** Whether more came than is accepted. */
    boolean tooLong() {
        return size > max;
    }

    void added(int bytes) {
        size += bytes;
    }

    byte[] array() {
        return array;
    }

    int size() {
        return size;
    }

    /** How many bytes may be put behind {@link #size} now. */
    int free() {
        return array.length - size;
    }
}
