package tallyroll.record;

import java.util.zip.CRC32C;
import tallyroll.bytes.ByteReader;
import tallyroll.bytes.MalformedBytesException;

/** The constants of a block's bytes, see docs/formats; version 1 is the only one. */
final class BlockFormat {
    static final int BLOCK_MAGIC = 0x5452_424b; // "TRBK"
    static final int IDENTITIES_MAGIC = 0x5452_4944; // "TRID"
    static final int VERSION = 1;
    /** Magic, version, CRC-32C. */
    static final int PREFIX = 4 + 1 + 4;
    /** No writer makes larger bodies, so a larger one in a header is not ours. */
    static final int MAX_RAW_BYTES = 256 << 20;

    private BlockFormat() {}

    static int crc(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

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
        int computed = crc(bytes, PREFIX, bytes.length - PREFIX);
        if (stated != computed) {
            throw new MalformedBytesException(
                    "the %s's checksum is %08x, its bytes give %08x: they were torn or changed"
                            .formatted(what, stated, computed));
        }
        return in;
    }
}
