package tallyroll.wal;

import tallyroll.bytes.ByteReader;
import tallyroll.bytes.ByteWriter;

/**
 * What a segment says of itself before its first frame.
 *
 * @param first the sequence of its first entry, also its name
 * @param confirmedUntil entries of earlier segments at or above it were never acknowledged: the flush that should have made them
 *     durable failed. Equal to {@code first} when the segment before was simply full
 * @param salt see {@link Owner}
 */
record SegmentHeader(String pipeline, int log, long first, long confirmedUntil, long salt) {
    private static final int MAGIC = 0x5452_5753; // "TRWS"
    private static final String WHAT = "segment header";

    byte[] bytes() {
        ByteWriter out = new ByteWriter();
        out.writeString(pipeline);
        out.writeVarint(log);
        out.writeVarint(first);
        out.writeVarint(confirmedUntil);
        out.writeLong(salt);
        return Envelope.wrap(MAGIC, out);
    }

    static SegmentHeader read(byte[] bytes) {
        ByteReader in = Envelope.open(WHAT, MAGIC, bytes);
        return new SegmentHeader(
                in.readString(), (int) in.readVarint(), in.readVarint(), in.readVarint(), in.readLong());
    }
}
