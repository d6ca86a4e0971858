package tallyroll.wal;

import tallyroll.bytes.BigEndian;
import tallyroll.bytes.ByteReader;
import tallyroll.bytes.ByteWriter;
import tallyroll.bytes.Hash;
import tallyroll.bytes.MalformedBytesException;
import tallyroll.bytes.Slice;

/**
 * What stands around each small piece of the log: magic, version, length, CRC-32C of version, length and content. Later versions
 * keep these 13 bytes, so that an old reader knows a later file from a damaged one.
 */
final class Envelope {
    static final int PREFIX = 4 + 1 + 4 + 4;
    static final int VERSION = 1;
    /** Our own pieces hold a few names; a longer length is not ours. */
    static final int MAX_CONTENT = 64 << 10;

    private static final int VERSION_AT = 4;
    private static final int LENGTH_AT = 5;
    private static final int CRC_AT = 9;

    private Envelope() {}

    static byte[] wrap(int magic, ByteWriter content) {
        ByteWriter out = new ByteWriter(PREFIX + content.size());
        out.writeInt(magic);
        out.writeByte(VERSION);
        out.writeInt(content.size());
        out.writeInt(0);
        out.writeRaw(content.written());
        byte[] bytes = out.toByteArray();
        BigEndian.putInt(bytes, CRC_AT, crc(bytes, content.size()));
        return bytes;
    }

    /**
     * The content of an envelope that begins the bytes; more may follow it.
     *
     * @throws MalformedBytesException when it was torn or changed
     * @throws WalException when it is whole and of a later version
     */
    static ByteReader open(String what, int magic, byte[] bytes) {
        if (bytes.length < PREFIX || BigEndian.intAt(bytes, 0) != magic) {
            throw new MalformedBytesException("the bytes are no " + what + " of a write-ahead log");
        }
        int length = BigEndian.intAt(bytes, LENGTH_AT);
        if (length < 0 || length > MAX_CONTENT || length > bytes.length - PREFIX) {
            throw new MalformedBytesException(
                    "the " + what + " has a length of " + length + ", there are " + (bytes.length - PREFIX) + " bytes");
        }
        if (crc(bytes, length) != BigEndian.intAt(bytes, CRC_AT)) {
            throw new MalformedBytesException("the " + what + " fails its checksum: it was torn or changed");
        }
        if (bytes[VERSION_AT] != VERSION) {
            throw new WalException("Cannot read a " + what + " of version " + (bytes[VERSION_AT] & 0xFF)
                    + ": this release reads version " + VERSION + ". Use the release that wrote it, or a later one.");
        }
        return new ByteReader(Slice.of(bytes, PREFIX, PREFIX + length));
    }

    private static int crc(byte[] bytes, int length) {
        return Hash.crc32c(Slice.of(bytes, VERSION_AT, CRC_AT), Slice.of(bytes, PREFIX, PREFIX + length));
    }
}
