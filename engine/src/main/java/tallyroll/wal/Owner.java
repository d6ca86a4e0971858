package tallyroll.wal;

import tallyroll.bytes.ByteReader;
import tallyroll.bytes.ByteWriter;
import tallyroll.process.ProcessName;

/**
 * The file {@code owner}: the marker by whose exclusive creation a process takes a log's number.
 *
 * @param salt random bits that begin every checksum of the log's frames. A sender cannot know them, so an event whose bytes look
 *     like a frame is never taken for one when what surrounds it is damaged
 * @param holder the process, see {@link ProcessName}
 */
record Owner(String pipeline, int log, long salt, String holder) {
    private static final int MAGIC = 0x5452_574f; // "TRWO"

    byte[] bytes() {
        ByteWriter out = new ByteWriter();
        out.writeString(pipeline);
        out.writeVarint(log);
        out.writeLong(salt);
        out.writeString(holder);
        return Envelope.wrap(MAGIC, out);
    }

    static Owner read(byte[] bytes) {
        ByteReader in = Envelope.open("owner mark", MAGIC, bytes);
        return new Owner(in.readString(), (int) in.readVarint(), in.readLong(), in.readString());
    }

    /** Whether its process is known to be no more. */
    boolean gone() {
        return ProcessName.gone(holder);
    }
}
