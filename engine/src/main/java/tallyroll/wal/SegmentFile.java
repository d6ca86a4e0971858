package tallyroll.wal;

import java.io.IOException;
import org.apache.hadoop.fs.FSDataOutputStream;
import tallyroll.bytes.Slice;

/** A segment being written. Not thread-safe. */
final class SegmentFile {
    private final Storage storage;
    private final SegmentHeader header;
    private final FSDataOutputStream out;
    private long bytes;
    private boolean named;

    private SegmentFile(Storage storage, SegmentHeader header, FSDataOutputStream out) {
        this.storage = storage;
        this.header = header;
        this.out = out;
    }

    /** Creates the file and writes its header; nothing is durable yet. */
    static SegmentFile begin(Storage storage, SegmentHeader header) throws IOException {
        FSDataOutputStream out = storage.create(storage.layout().segment(header.log(), header.first()));
        SegmentFile file = new SegmentFile(storage, header, out);
        try {
            file.write(header.bytes());
        } catch (IOException failed) {
            file.abandon();
            throw failed;
        }
        return file;
    }

    void write(Slice whole) throws IOException {
        Storage.write(out, whole);
        bytes += whole.length();
    }

    private void write(byte[] whole) throws IOException {
        write(Slice.of(whole));
    }

    /** Written so far. */
    long bytes() {
        return bytes;
    }

    /** Whether {@link #sync} can make durable what was written; if not, only {@link #seal} does. */
    boolean syncs() {
        return Storage.syncs(out);
    }

    void sync() throws IOException {
        Storage.sync(out);
        if (!named) {
            storage.syncNames(storage.layout().log(header.log()));
            named = true;
        }
    }

    /** Ends the segment before this sequence and closes the file. */
    void seal(long until) throws IOException {
        write(Frame.footer(until, header.salt()));
        if (syncs()) {
            sync();
        }
        Storage.close(out);
    }

    /** Lets go of the file as it is. */
    void abandon() {
        try {
            Storage.close(out);
        } catch (IOException expected) {
            // it failed before: that is why it is given up
        }
    }
}
