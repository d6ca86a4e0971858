package tallyroll.wal;

import tallyroll.bytes.BigEndian;
import tallyroll.bytes.Hash;
import tallyroll.bytes.Slice;

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

    static final int HEADER_CRC_AT = 4;
    static final int BODY_BYTES_AT = 8;
    static final int FIRST_AT = 12;
    static final int COUNT_AT = 20;
    static final int BODY_CRC_AT = 24;

    private Frame() {}

    /** Fills in the header of the frame whose body stands behind it already. */
    static void seal(byte[] bytes, int at, int bodyBytes, long first, int count, long salt) {
        BigEndian.putInt(bytes, at, MAGIC);
        BigEndian.putInt(bytes, at + BODY_BYTES_AT, bodyBytes);
        BigEndian.putLong(bytes, at + FIRST_AT, first);
        BigEndian.putInt(bytes, at + COUNT_AT, count);
        BigEndian.putInt(bytes, at + BODY_CRC_AT, Hash.crc32c(body(bytes, at)));
        BigEndian.putInt(bytes, at + HEADER_CRC_AT, headerCrc(bytes, at, salt));
    }

    /** The frame that ends a segment. */
    static byte[] footer(long until, long salt) {
        byte[] footer = new byte[HEADER];
        seal(footer, 0, 0, until, 0, salt);
        return footer;
    }

    /** Whether a whole header of this log stands here. */
    static boolean headerChecks(byte[] bytes, int at, long salt) {
        return BigEndian.intAt(bytes, at) == MAGIC
                && BigEndian.intAt(bytes, at + HEADER_CRC_AT) == headerCrc(bytes, at, salt);
    }

    static boolean bodyChecks(byte[] bytes, int at) {
        return Hash.crc32c(body(bytes, at)) == BigEndian.intAt(bytes, at + BODY_CRC_AT);
    }

    /** The body of the frame here, as long as its header says. */
    static Slice body(byte[] bytes, int at) {
        int from = at + HEADER;
        return Slice.of(bytes, from, from + BigEndian.intAt(bytes, at + BODY_BYTES_AT));
    }

    private static int headerCrc(byte[] bytes, int at, long salt) {
        byte[] seed = new byte[8];
        BigEndian.putLong(seed, 0, salt);
        return Hash.crc32c(Slice.of(seed), Slice.of(bytes, at + BODY_BYTES_AT, at + HEADER));
    }
}
