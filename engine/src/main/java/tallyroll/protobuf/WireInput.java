package tallyroll.protobuf;

import tallyroll.bytes.Slice;
import tallyroll.decode.Decoding;
import tallyroll.decode.RejectCode;

/**
 * Protobuf's encoding, read from the bytes of one record. After the first fault every read gives 0 and moves nothing. Not thread-safe.
 */
final class WireInput {
    /** As of JSON. */
    static final int MAX_LEVELS = 64;

    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int BYTES = 2;
    static final int GROUP = 3;
    static final int GROUP_END = 4;
    static final int FIXED32 = 5;

    private byte[] raw;
    private int begin;
    private int at;
    private int end;
    private Decoding fault = Decoding.OK;
    private final int[] groups = new int[MAX_LEVELS];

    void start(Slice record, int from) {
        raw = record.array();
        begin = record.from();
        at = from;
        end = record.until();
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

    int position() {
        return at;
    }

    /** Back to where it was once, unless there is a fault. */
    void back(int position) {
        if (fault.ok()) {
            at = position;
        }
    }

    /** Whether more stands here of the record or of the message that was {@linkplain #enter entered} last. */
    boolean more() {
        return at < end;
    }

    /** Goes into a value whose length stands here; returns what {@link #leave} is to be given. */
    int enter() {
        int outer = end;
        int length = length();
        if (fault.ok()) {
            end = at + length;
        }
        return outer;
    }

    /** Goes on behind the value. */
    void leave(int outer) {
        if (fault.ok()) {
            at = end;
        }
        end = outer;
    }

    /** A number of up to 64 bits; further ones are dropped, as every reader of the format does. */
    long varint() {
        if (at < end && raw[at] >= 0) {
            return raw[at++];
        }
        long value = 0;
        int i = at;
        for (int shift = 0; shift < 70 && i < end; shift += 7) {
            byte next = raw[i++];
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                at = i;
                return value;
            }
        }
        fail(i == end ? "it ends within a number" : "a number has more than 10 bytes");
        return 0;
    }

    /** The number of a field with its wire type in the lowest three bits; 0 after a fault. */
    int tag() {
        long tag = varint();
        if (tag >>> 32 != 0 || (fault.ok() && tag >>> 3 == 0)) {
            fail("the number of a field is " + (tag >>> 3));
            return 0;
        }
        return (int) tag;
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
        for (int i = fault.ok() ? bytes - 1 : -1; i >= 0; i--) {
            value = value << 8 | (raw[from + i] & 0xffL);
        }
        return value;
    }

    /** Passes over the value of a field whose tag was read. */
    void skipValue(int tag) {
        switch (tag & 7) {
            case VARINT -> varint();
            case FIXED64 -> skip(8);
            case BYTES -> skip(length());
            case GROUP -> skipGroup(tag >>> 3);
            case FIXED32 -> skip(4);
            case GROUP_END -> fail("a group ends that did not begin");
            default -> fail("field " + (tag >>> 3) + " has the wire type " + (tag & 7) + ", which there is not");
        }
    }

    private void skipGroup(int number) {
        int depth = 0;
        groups[0] = number;
        while (depth >= 0 && fault.ok()) {
            int tag = tag();
            if ((tag & 7) == GROUP) {
                if (++depth == MAX_LEVELS) {
                    fault = RejectCode.TOO_DEEP.because("more than " + MAX_LEVELS + " levels of groups");
                    at = end;
                    return;
                }
                groups[depth] = tag >>> 3;
            } else if ((tag & 7) == GROUP_END) {
                if (tag >>> 3 != groups[depth--]) {
                    fail("a group ends that did not begin");
                }
            } else if (fault.ok()) {
                skipValue(tag);
            }
        }
    }

    void fail(String why) {
        if (fault.ok()) {
            fault = RejectCode.NOT_PROTOBUF.because(
                    "the record is not a message of Protobuf: at byte " + (at - begin) + ", " + why);
        }
        at = end;
    }
}
