package tallyroll.wal;

import java.util.zip.CRC32C;

/**
 * The bytes of a frame, see docs/formats. A frame is one group commit, or a part of one: a header of {@value #HEADER} bytes, the
 * lengths of its entries as varints, their bytes one after another. A frame without entries seals its segment.
 *
 * <p>Header: magic, CRC-32C of the log's salt and the rest of the header, bytes of the body, sequence of the first entry, how many
 * entries, CRC-32C of the body. The header has a checksum of its own so that a reader may step over a frame without reading it.
 */
final class Frame {
    static final int MAGIC = 0x5452_5746; // "TRWF"
    static final int HEADER = 4 + 4 + 4 + 8 + 4 + 4;

    static final int BODY_BYTES_AT = 8;
    static final int FIRST_AT = 12;
    static final int COUNT_AT = 20;
    static final int BODY_CRC_AT = 24;

    private Frame() {}

    /** Fills in the header of the frame whose body stands behind it already. */
    static void seal(byte[] bytes, int at, int bodyBytes, long first, int count, long salt) {
        putInt(bytes, at, MAGIC);
        putInt(bytes, at + BODY_BYTES_AT, bodyBytes);
        putLong(bytes, at + FIRST_AT, first);
        putInt(bytes, at + COUNT_AT, count);
        putInt(bytes, at + BODY_CRC_AT, crc(bytes, at + HEADER, bodyBytes));
        putInt(bytes, at + 4, headerCrc(bytes, at, salt));
    }

    /** The frame that ends a segment. */
    static byte[] footer(long until, long salt) {
        byte[] footer = new byte[HEADER];
        seal(footer, 0, 0, until, 0, salt);
        return footer;
    }

    /** Whether a whole header of this log stands here. */
    static boolean headerChecks(byte[] bytes, int at, long salt) {
        return intAt(bytes, at) == MAGIC && intAt(bytes, at + 4) == headerCrc(bytes, at, salt);
    }

    static boolean bodyChecks(byte[] bytes, int at) {
        return crc(bytes, at + HEADER, intAt(bytes, at + BODY_BYTES_AT)) == intAt(bytes, at + BODY_CRC_AT);
    }

    private static int headerCrc(byte[] bytes, int at, long salt) {
        byte[] seed = new byte[8];
        putLong(seed, 0, salt);
        CRC32C crc = new CRC32C();
        crc.update(seed, 0, 8);
        crc.update(bytes, at + BODY_BYTES_AT, HEADER - BODY_BYTES_AT);
        return (int) crc.getValue();
    }

    private static int crc(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    static int intAt(byte[] bytes, int at) {
        return bytes[at] << 24 | (bytes[at + 1] & 0xFF) << 16 | (bytes[at + 2] & 0xFF) << 8 | (bytes[at + 3] & 0xFF);
    }

    static long longAt(byte[] bytes, int at) {
        return (long) intAt(bytes, at) << 32 | (intAt(bytes, at + 4) & 0xFFFF_FFFFL);
    }

    static void putInt(byte[] bytes, int at, int value) {
        for (int i = 0; i < 4; i++) {
            bytes[at + i] = (byte) (value >>> (24 - 8 * i));
        }
    }

    static void putLong(byte[] bytes, int at, long value) {
        putInt(bytes, at, (int) (value >>> 32));
        putInt(bytes, at + 4, (int) value);
    }
}
