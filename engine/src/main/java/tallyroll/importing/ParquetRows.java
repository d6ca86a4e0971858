package tallyroll.importing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import tallyroll.bytes.Slice;

/** The rows of a Parquet file as JSON objects; a position is a row's number, from 0. */
final class ParquetRows implements Rows {
    /** Rows that are one piece; of a larger row group those before a piece are read and left. */
    private static final long PIECE_ROWS = 250_000;

    private final ParquetFileReader file;
    private final MessageType schema;
    private final MessageColumnIO columns;
    private final ParquetJson json;
    private RecordReader<Group> group;
    private long left;
    private long row = -1;
    private final Slice value = new Slice();

    private ParquetRows(ParquetFileReader file) {
        this.file = file;
        schema = file.getFooter().getFileMetaData().getSchema();
        columns = new ColumnIOFactory().getColumnIO(schema);
        json = new ParquetJson(schema);
    }

    static ParquetRows open(String uri, long from) {
        try {
            ParquetRows rows = new ParquetRows(open(uri));
            try {
                rows.pass(from);
                return rows;
            } catch (IOException | RuntimeException unreadable) {
                rows.close();
                throw unreadable;
            }
        } catch (IOException | RuntimeException unreadable) {
            throw Files.cannotRead(uri, unreadable);
        }
    }

    private static ParquetFileReader open(String uri) throws IOException {
        return ParquetFileReader.open(HadoopInputFile.fromPath(Files.path(uri), Files.configuration()));
    }

    /** Of each piece, the number of its first row and that behind its last. */
    static List<long[]> cut(String uri) throws IOException {
        List<long[]> bounds = new ArrayList<>();
        try (ParquetFileReader file = open(uri)) {
            long from = 0;
            for (BlockMetaData block : file.getRowGroups()) {
                long end = from + block.getRowCount();
                for (; from < end; from = Math.min(end, from + PIECE_ROWS)) {
                    bounds.add(new long[] {from, Math.min(end, from + PIECE_ROWS)});
                }
            }
        } catch (RuntimeException damaged) {
            throw Files.cannotRead(uri, damaged);
        }
        return bounds;
    }

    private void pass(long rows) throws IOException {
        long passed = 0;
        for (BlockMetaData block : file.getRowGroups()) {
            if (passed + block.getRowCount() > rows) {
                break;
            }
            file.skipNextRowGroup();
            passed += block.getRowCount();
        }
        row = passed - 1;
        while (row + 1 < rows && read() != null) {
            row++;
        }
    }

    @Override
    public boolean next() throws IOException {
        Group next = read();
        if (next == null) {
            return false;
        }
        row++;
        json.write(next, value);
        return true;
    }

    /** Null at the end. */
    private Group read() throws IOException {
        while (left == 0) {
            PageReadStore pages = file.readNextRowGroup();
            if (pages == null) {
                return null;
            }
            group = columns.getRecordReader(pages, new GroupRecordConverter(schema));
            left = pages.getRowCount();
        }
        left--;
        return group.read();
    }

    @Override
    public long position() {
        return row;
    }

    @Override
    public Slice value() {
        return value;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException unread) {
            // it was only read
        }
    }
}
