package tallyroll.wal;

import java.io.IOException;
import tallyroll.bytes.ByteWriter;
import tallyroll.bytes.Slice;
import tallyroll.receiver.EventBatch;

/**
 * Packs batches into frames. A commit is one frame, unless it is larger than {@value #BODY_BYTES} bytes: then it is cut, so that
 * neither side needs memory for more than a frame (one entry is never cut). Not thread-safe; reuses its buffers.
 */
final class FrameWriter {
    static final int BODY_BYTES = 4 << 20;

    private static final byte[] ROOM_FOR_HEADER = new byte[Frame.HEADER];

    private final long salt;
    private final Sink sink;
    private final ByteWriter lengths = new ByteWriter(4 << 10);
    private final ByteWriter payload = new ByteWriter(64 << 10);
    private final ByteWriter out = new ByteWriter(64 << 10);
    private long next;
    private int count;

    /** Takes whole frames. */
    interface Sink {
        /** @param bytes not kept: they are overwritten by the next frame */
        void frame(Slice bytes) throws IOException;
    }

    FrameWriter(long salt, Sink sink) {
        this.salt = salt;
        this.sink = sink;
    }

    /** Drops what was not written, and begins a commit whose first entry has this sequence. */
    void begin(long first) {
        next = first;
        clear();
    }

    void add(EventBatch batch) throws IOException {
        int first = 0;
        long pending = 0;
        for (int i = 0; i < batch.count(); i++) {
            int length = batch.length(i);
            if (count > 0 && lengths.size() + payload.size() + pending + length > BODY_BYTES) {
                payload.writeRaw(batch.events(first, i));
                first = i;
                pending = 0;
                flush();
            }
            lengths.writeVarint(length);
            pending += length;
            count++;
        }
        payload.writeRaw(batch.events(first, batch.count()));
    }

    /** Hands the last frame of the commit over. */
    void flush() throws IOException {
        if (count == 0) {
            return;
        }
        out.reset();
        out.writeRaw(ROOM_FOR_HEADER);
        out.writeRaw(lengths.written());
        out.writeRaw(payload.written());
        Frame.seal(out.array(), 0, out.size() - Frame.HEADER, next, count, salt);
        next += count;
        clear();
        sink.frame(out.written());
    }

    private void clear() {
        lengths.reset();
        payload.reset();
        count = 0;
    }
}
