package tallyroll.importing;

import java.io.IOException;
import tallyroll.bytes.Slice;

/** A file's records from some position on, in order. Not thread-safe. */
interface Rows extends AutoCloseable {
    /** Steps to the next record; false at the file's end. */
    boolean next() throws IOException;

    /** Where the record is: higher than those before, and the same each time. */
    long position();

    /** What decides which piece of the file the record is of. */
    default long begun() {
        return position();
    }

    /** As the pipeline's format is written; valid until the next step. */
    Slice value();

    @Override
    void close();
}
