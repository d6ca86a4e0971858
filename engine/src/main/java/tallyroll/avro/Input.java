package tallyroll.avro;

import tallyroll.bytes.Slice;
import tallyroll.decode.RejectCode;
import tallyroll.format.BinaryInput;

/** Avro's binary encoding. */
final class Input extends BinaryInput {
    private int level;

    Input() {
        super(RejectCode.NOT_AVRO, "the record is not written with its schema");
    }

    @Override
    public void start(Slice record, int from) {
        super.start(record, from);
        level = 0;
    }

    int remaining() {
        return end - at;
    }

    /** Its sign in the lowest bit. */
    @Override
    public long varint() {
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

    void enter() {
        if (++level > MAX_LEVELS && ok()) {
            refuse(RejectCode.TOO_DEEP, "more than " + MAX_LEVELS + " levels of records, arrays and maps");
        }
    }

    void leave() {
        level--;
    }
}
