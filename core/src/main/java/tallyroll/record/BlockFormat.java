package tallyroll.record;

import tallyroll.bytes.ByteReader;
import tallyroll.bytes.Hash;
import tallyroll.bytes.MalformedBytesException;
import tallyroll.bytes.Slice;

/** The constants of a block's bytes, see docs/formats; version 1 is the only one. */
final class BlockFormat {
    static final int BLOCK_MAGIC = 0x5452_424b; // "TRBK"
    static final int IDENTITIES_MAGIC = 0x5452_4944; // "TRID"
    static final int VERSION = 1;
    /** Where the checksum of what follows the prefix is: behind magic and version. */
    static final int CRC_AT = 4 + 1;
    /** Magic, version, CRC-32C. */
    static final int PREFIX = CRC_AT + 4;
    /** No writer makes larger bodies, so a larger one in a header is not ours. */
    static final int MAX_RAW_BYTES = 256 << 20;

    private BlockFormat() {}

    /** Checks magic, version and CRC; gives a reader of what follows. */
    static ByteReader open(String what, int magic, byte[] bytes) {
        if (bytes.length < PREFIX) {
            throw new MalformedBytesException(
                    "a " + what + " has at least " + PREFIX + " bytes, these are " + bytes.length);
        }
        ByteReader in = new ByteReader(bytes);
        int seen = in.readInt();
        if (seen != magic) {
            throw new MalformedBytesException(
                    "a %s begins with %08x, these bytes with %08x".formatted(what, magic, seen));
        }
        int version = in.readByte();
        if (version != VERSION) {
            throw new MalformedBytesException(
                    "this release reads %s version %d, these bytes are version %d".formatted(what, VERSION, version));
        }
        int stated = in.readInt();
        int computed = Hash.crc32c(Slice.of(bytes, PREFIX, bytes.length));
        if (stated != computed) {
            throw new MalformedBytesException(
                    "the %s's checksum is %08x, its bytes give %08x: they were torn or changed"
                            .formatted(what, stated, computed));
        }
        return in;
    }
}
