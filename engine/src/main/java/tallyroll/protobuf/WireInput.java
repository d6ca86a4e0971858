package tallyroll.protobuf;

import tallyroll.decode.RejectCode;
import tallyroll.format.BinaryInput;

/** Protobuf's encoding. */
final class WireInput extends BinaryInput {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int BYTES = 2;
    static final int GROUP = 3;
    static final int GROUP_END = 4;
    static final int FIXED32 = 5;

    private final int[] groups = new int[MAX_LEVELS];

    WireInput() {
        super(RejectCode.NOT_PROTOBUF, "the record is not a message of Protobuf");
    }

    int position() {
        return at;
    }

    /** Back to where it was once, unless there is a fault. */
    void back(int position) {
        if (ok()) {
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
        if (ok()) {
            end = at + length;
        }
        return outer;
    }

    /** Goes on behind the value. */
    void leave(int outer) {
        if (ok()) {
            at = end;
        }
        end = outer;
    }

    /** Up to 64 bits; further ones are dropped, as every reader of the format does. */
    @Override
    public long varint() {
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
        if (tag >>> 32 != 0 || (ok() && tag >>> 3 == 0)) {
            fail("the number of a field is " + (tag >>> 3));
            return 0;
        }
        return (int) tag;
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
        while (depth >= 0 && ok()) {
            int tag = tag();
            if ((tag & 7) == GROUP) {
                if (++depth == MAX_LEVELS) {
                    refuse(RejectCode.TOO_DEEP, "more than " + MAX_LEVELS + " levels of groups");
                    return;
                }
                groups[depth] = tag >>> 3;
            } else if ((tag & 7) == GROUP_END) {
                if (tag >>> 3 != groups[depth--]) {
                    fail("a group ends that did not begin");
                }
            } else if (ok()) {
                skipValue(tag);
            }
        }
    }
}
