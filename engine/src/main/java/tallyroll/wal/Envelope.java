package tallyroll.wal;

import java.util.zip.CRC32C;
import tallyroll.bytes.ByteReader;
import tallyroll.bytes.ByteWriter;
import tallyroll.bytes.MalformedBytesException;

/**
 * What stands around each small piece of the log: magic, version, length, CRC-32C of version, length and content. Later versions
 * keep these 13 bytes, so that an old reader knows a later file from a damaged one.
 */
final class Envelope {
    static final int PREFIX = 4 + 1 + 4 + 4;
    static final int VERSION = 1;
    /** Our own pieces hold a few names; a longer length is not ours. */
    static final int MAX_CONTENT = 64 << 10;

    private static final int CRC_AT = 9;

    private Envelope() {}

    static byte[] wrap(int magic, ByteWriter content) {
        ByteWriter out = new ByteWriter(PREFIX + content.size());
        out.writeInt(magic);
        out.writeByte(VERSION);
        out.writeInt(content.size());
        out.writeInt(0);
        out.writeRaw(content.array(), 0, content.size());
        byte[] bytes = out.toByteArray();
        Frame.putInt(bytes, CRC_AT, crc(bytes, content.size()));
        return bytes;
    }

    /**
     * The content of an envelope that begins the bytes; more may follow it.
     *
     * @throws MalformedBytesException when it was torn or changed
     * @throws WalException when it is whole and of a later version
     */
    static ByteReader open(String what, int magic, byte[] bytes) {
        if (bytes.length < PREFIX || Frame.intAt(bytes, 0) != magic) {
            throw new MalformedBytesException("the bytes are no " + what + " of a write-ahead log");
        }
        int length = Frame.intAt(bytes, 5);
        if (length < 0 || length > MAX_CONTENT || length > bytes.length - PREFIX) {
            throw new MalformedBytesException(
                    "the " + what + " has a length of " + length + ", there are " + (bytes.length - PREFIX) + " bytes");
        }
        if (crc(bytes, length) != Frame.intAt(bytes, CRC_AT)) {
            throw new MalformedBytesException("the " + what + " fails its checksum: it was torn or changed");
        }
        if (bytes[4] != VERSION) {
            throw new WalException("Cannot read a " + what + " of version " + (bytes[4] & 0xFF)
                    + ": this release reads version " + VERSION + ". Use the release that wrote it, or a later one.");
        }
        return new ByteReader(bytes, PREFIX, length);
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 4, 5);
        crc.update(bytes, PREFIX, length);
        return (int) crc.getValue();
    }
}
