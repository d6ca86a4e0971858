package tallyroll.wal;

import java.io.IOException;
import tallyroll.bytes.ByteWriter;
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
        void frame(byte[] bytes, int length) throws IOException;
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
        int from = 0;
        for (int i = 0; i < batch.count(); i++) {
            int until = batch.from(i) + batch.length(i);
            if (count > 0 && (long) lengths.size() + payload.size() + until - from > BODY_BYTES) {
                payload.writeRaw(batch.bytes(), from, batch.from(i) - from);
                from = batch.from(i);
                flush();
            }
            lengths.writeVarint(batch.length(i));
            count++;
        }
        payload.writeRaw(batch.bytes(), from, batch.count() == 0 ? 0 : end(batch) - from);
    }

    private static int end(EventBatch batch) {
        return batch.from(batch.count() - 1) + batch.length(batch.count() - 1);
    }

    /** Hands the last frame of the commit over. */
    void flush() throws IOException {
        if (count == 0) {
            return;
        }
        out.reset();
        out.writeRaw(ROOM_FOR_HEADER);
        out.writeRaw(lengths.array(), 0, lengths.size());
        out.writeRaw(payload.array(), 0, payload.size());
        Frame.seal(out.array(), 0, out.size() - Frame.HEADER, next, count, salt);
        next += count;
        clear();
        sink.frame(out.array(), out.size());
    }

    private void clear() {
        lengths.reset();
        payload.reset();
        count = 0;
    }
}
