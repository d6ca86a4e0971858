package tallyroll.wal;

import tallyroll.bytes.ByteWriter;

/**
 * The file {@code end}: the log was closed in good order.
 *
 * @param until one past its last entry
 */
record EndMark(long until) {
    private static final int MAGIC = 0x5452_574e; // "TRWN"

    byte[] bytes() {
        ByteWriter out = new ByteWriter();
        out.writeVarint(until);
        return Envelope.wrap(MAGIC, out);
    }

    static EndMark read(byte[] bytes) {
        return new EndMark(Envelope.open("end mark", MAGIC, bytes).readVarint());
    }
}
