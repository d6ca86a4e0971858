package tallyroll.decode;

import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import tallyroll.bytes.Slice;

/**
 * Unpacks gzip (RFC 1952), members one after another.
 *
 * <p>Why not {@link java.util.zip.GZIPInputStream}: it allocates a decompressor for each record outside the heap, and leaves it to the
 * garbage collector where the header is broken. Not thread-safe.
 */
final class Gunzip {
    private static final int HEADER = 10;
    private static final int TRAILER = 8;
    private static final int HAS_CHECKSUM = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;
    private static final int RESERVED = 0xE0;

    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();

    /** Ends early where {@code out} has no room; what is wrong with the bytes, or nothing. */
    String unpack(Slice raw, UnpackedBytes out) {
        byte[] bytes = raw.array();
        int at = raw.from();
        do {
            at = behindHeader(bytes, at, raw.until());
            if (at < 0) {
                return "no header of gzip";
            }
            int begin = out.size();
            inflater.reset();
            inflater.setInput(bytes, at, raw.until() - at);
            String fault = inflate(out);
            if (!fault.isEmpty() || out.tooLong()) {
                return fault;
            }
            at = raw.until() - inflater.getRemaining();
            crc.reset();
            crc.update(out.array(), begin, out.size() - begin);
            if (raw.until() - at < TRAILER) {
                return "its end is missing";
            }
            if (littleEndian(bytes, at, 4) != crc.getValue()) {
                return "its checksum is another";
            }
            at += TRAILER;
        } while (at < raw.until());
        return "";
    }

    private String inflate(UnpackedBytes out) {
        try {
            while (!inflater.finished() && out.room()) {
                int read = inflater.inflate(out.array(), out.size(), out.free());
                out.added(read);
                if (read == 0 && !inflater.finished()) {
                    return "its end is missing";
                }
            }
            return "";
        } catch (DataFormatException broken) {
            return broken.getMessage() == null ? "it is broken" : broken.getMessage();
        }
    }

    private static int behindHeader(byte[] bytes, int from, int end) {
        boolean gzip = end - from >= HEADER
                && bytes[from] == 0x1F
                && bytes[from + 1] == (byte) 0x8B
                && bytes[from + 2] == 8
                && (bytes[from + 3] & RESERVED) == 0;
        if (!gzip) {
            return -1;
        }
        int flags = bytes[from + 3];
        int at = from + HEADER;
        if ((flags & HAS_EXTRA) != 0) {
            at = at + 2 <= end ? at + 2 + (int) littleEndian(bytes, at, 2) : end + 1;
        }
        if ((flags & HAS_NAME) != 0) {
            at = behindZero(bytes, at, end);
        }
        if ((flags & HAS_COMMENT) != 0) {
            at = behindZero(bytes, at, end);
        }
        at += (flags & HAS_CHECKSUM) != 0 ? 2 : 0;
        return at <= end ? at : -1;
    }

    private static int behindZero(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] != 0) {
            at++;
        }
        return at + 1;
    }

    private static long littleEndian(byte[] bytes, int at, int count) {
        long value = 0;
        for (int i = count - 1; i >= 0; i--) {
            value = value << 8 | (bytes[at + i] & 0xFF);
        }
        return value;
    }
}
