package tallyroll.flights;

import java.io.IOException;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.InvalidRecordException;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;

/** The file of vega-datasets and the slice made of it. Its times are in µs, without a zone. */
final class ParquetFlights implements Flights {
    private static final long MICROS_PER_MINUTE = 60_000_000L;

    private final String name;
    private final ParquetFileReader file;
    private final MessageType schema;
    private final MessageColumnIO columns;
    private final int date;
    private final int delay;
    private final int distance;
    private final int origin;
    private final int destination;
    private RecordReader<Group> rows;
    private long rowsLeft;
    private long row;

    ParquetFlights(Path path) throws IOException {
        name = path.toString();
        file = ParquetFileReader.open(new LocalInputFile(path));
        schema = file.getFooter().getFileMetaData().getSchema();
        columns = new ColumnIOFactory().getColumnIO(schema);
        date = column("date");
        delay = column("delay");
        distance = column("distance");
        origin = column("origin");
        destination = column("destination");
    }

    private int column(String column) {
        try {
            return schema.getFieldIndex(column);
        } catch (InvalidRecordException missing) {
            throw new UnreadableFlightsException(name, "it has no column \"" + column + "\"", missing);
        }
    }

    @Override
    public long count() {
        return file.getRecordCount();
    }

    @Override
    public boolean hasNext() {
        return row < count();
    }

    @Override
    public Flight next() {
        if (!hasNext()) {
            throw new NoSuchElementException("all " + row + " flights of " + name + " were read");
        }
        if (rowsLeft == 0) {
            openRowGroup();
        }
        rowsLeft--;
        Group group = rows.read();
        return new Flight(
                Long.toString(row++),
                Math.floorDiv(group.getLong(date, 0), MICROS_PER_MINUTE),
                Math.toIntExact(group.getLong(delay, 0)),
                Math.toIntExact(group.getLong(distance, 0)),
                group.getString(origin, 0),
                group.getString(destination, 0));
    }

    private void openRowGroup() {
        try {
            PageReadStore pages = file.readNextRowGroup();
            rows = columns.getRecordReader(pages, new GroupRecordConverter(schema));
            rowsLeft = pages.getRowCount();
        } catch (IOException e) {
            throw new UnreadableFlightsException(name, "at row " + row + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UnreadableFlightsException(name, "closing it: " + e.getMessage(), e);
        }
    }
}
