package tallyroll.avro;

import tallyroll.bytes.Slice;
import tallyroll.decode.Decoding;
import tallyroll.decode.RejectCode;

/**
 * Avro's binary encoding, read from the bytes of one record. After the first fault every read gives 0 and moves nothing. Not
 * thread-safe.
 */
final class Input {
    /** As of JSON. */
    static final int MAX_LEVELS = 64;

    private byte[] raw;
    private int begin;
    private int at;
    private int end;
    private int level;
    private Decoding fault = Decoding.OK;

    void start(Slice record, int from) {
        raw = record.array();
        begin = record.from();
        at = from;
        end = record.until();
        level = 0;
        fault = Decoding.OK;
    }

    boolean ok() {
        return fault.ok();
    }

    Decoding fault() {
        return fault;
    }

    byte[] raw() {
        return raw;
    }

    int remaining() {
        return end - at;
    }

    /** A number of variable length, its sign in the lowest bit. */
    long varint() {
        long value = 0;
        int i = at;
        for (int shift = 0; shift < 64 && i < end; shift += 7) {
            byte next = raw[i++];
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                if (shift == 63 && next > 1) {
                    break;
                }
                at = i;
                return value >>> 1 ^ -(value & 1);
            }
        }
        fail(i == end ? "it ends within a number" : "a number has more than 64 bits");
        return 0;
    }

    /** A number of bytes that follow, which are there. */
    int length() {
        long length = varint();
        if (length < 0 || length > end - at) {
            fail("a length of " + length + " is given, and " + (end - at) + " bytes are left");
            return 0;
        }
        return (int) length;
    }

    /** Moves on over bytes; returns where they begin. */
    int skip(int bytes) {
        int from = at;
        if (bytes > end - at) {
            fail("it ends too early: " + bytes + " bytes are expected, and " + (end - at) + " are left");
            return from;
        }
        at += bytes;
        return from;
    }

    /** So many bytes as a number, low byte first. */
    long littleEndian(int bytes) {
        int from = skip(bytes);
        long value = 0;
        for (int i = ok() ? bytes - 1 : -1; i >= 0; i--) {
            value = value << 8 | (raw[from + i] & 0xffL);
        }
        return value;
    }

    void enter() {
        if (++level > MAX_LEVELS && fault.ok()) {
            fault = RejectCode.TOO_DEEP.because("more than " + MAX_LEVELS + " levels of records, arrays and maps");
            at = end;
        }
    }

    void leave() {
        level--;
    }

    void fail(String why) {
        if (fault.ok()) {
            fault = RejectCode.NOT_AVRO.because(
                    "the record is not written with its schema: at byte " + (at - begin) + ", " + why);
        }
        at = end;
    }
}
