package tallyroll.importing;

import java.io.IOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.file.DataFileConstants;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.mapred.FsInput;
import tallyroll.bytes.Slice;

/**
 * The records of an Avro container file as JSON objects. A position is that of the mark before the record's block, in bytes, and the
 * record's number there added, which is less than the block's length.
 */
final class AvroRows implements Rows {
    private final DataFileReader<Object> file;
    private final AvroJson json;
    private final Slice value = new Slice();
    private long block = -1;
    private long number;

    private AvroRows(DataFileReader<Object> file) {
        this.file = file;
        json = new AvroJson(file.getSchema());
    }

    /** Those of blocks whose mark begins at a position or behind it. */
    static AvroRows open(String uri, long from) {
        try {
            DataFileReader<Object> file = new DataFileReader<>(
                    new FsInput(Files.path(uri), Files.configuration()), new GenericDatumReader<>());
            file.sync(from);
            return new AvroRows(file);
        } catch (IOException | RuntimeException unreadable) {
            throw Files.cannotRead(uri, unreadable);
        }
    }

    @Override
    public boolean next() throws IOException {
        try {
            if (!file.hasNext()) {
                return false;
            }
            long begun = file.previousSync() - DataFileConstants.SYNC_SIZE;
            number = begun == block ? number + 1 : 0;
            block = begun;
            json.write(file.next(), value);
            return true;
        } catch (AvroRuntimeException damaged) {
            throw new IOException(Files.said(damaged), damaged);
        }
    }

    @Override
    public long position() {
        return block + number;
    }

    /** A block is of the piece in which the mark before it begins, whole. */
    @Override
    public long begun() {
        return block;
    }

    @Override
    public Slice value() {
        return value;
    }

    @Override
    public void close() {
        Files.close(file);
    }
}
