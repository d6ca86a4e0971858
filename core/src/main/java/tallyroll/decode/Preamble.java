package tallyroll.decode;

import tallyroll.bytes.BigEndian;
import tallyroll.bytes.Slice;

/** What producers write before a text and is no part of it: a byte order mark, or the header of a schema registry. */
public final class Preamble {
    /** A zero byte and the number of a schema in four. */
    private static final int REGISTRY_HEADER = 5;

    private Preamble() {}

    /** How many bytes of a byte order mark of UTF-8 stand at the beginning: 3 or 0. */
    public static int byteOrderMark(byte[] raw, int from, int end) {
        boolean marked = end - from >= 3
                && raw[from] == (byte) 0xEF
                && raw[from + 1] == (byte) 0xBB
                && raw[from + 2] == (byte) 0xBF;
        return marked ? 3 : 0;
    }

    /** How many bytes stand before a JSON document: a mark's, or those of a registry's header, as its serializer of JSON writes it. */
    static int beforeJson(byte[] raw, int from, int end) {
        return registryHeader(raw, from, end) ? REGISTRY_HEADER : byteOrderMark(raw, from, end);
    }

    /** The same reject, with what its bytes look like, where they look like another format's. */
    static Decoding explained(Decoding reject, Slice raw) {
        if (!registryHeader(raw.array(), raw.from(), raw.until())) {
            return reject;
        }
        int schema = BigEndian.intAt(raw.array(), raw.from() + 1);
        return new Decoding(
                reject.code(),
                reject.reason() + "; its first 5 bytes look like a schema registry's header (schema id " + schema
                        + "), as Avro and Protobuf have it: write that format as event.format");
    }

    private static boolean registryHeader(byte[] raw, int from, int end) {
        return end - from > REGISTRY_HEADER && raw[from] == 0;
    }
}
