package tallyroll.flights;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/**
 * Makes the slice: {@code SliceMaker flights-3m.parquet flights-200k.parquet} copies the first {@link Flights#SLICE} rows. The
 * source is sorted by date, so these are whole days except for the last one, and each row keeps its number.
 */
final class SliceMaker {
    private static final MessageType SCHEMA = MessageTypeParser.parseMessageType("""
            message flight {
              required int64 date (TIMESTAMP(MICROS,false));
              required int64 delay;
              required int64 distance;
              required binary origin (STRING);
              required binary destination (STRING);
            }
            """);

    private SliceMaker() {}

    public static void main(String[] args) throws IOException {
        if (args.length != 2) {
            throw new IllegalArgumentException("expected two paths: of flights-3m.parquet and of the slice to write");
        }
        try (Flights all = Flights.open(Path.of(args[0]));
                ParquetWriter<Group> slice = ExampleParquetWriter.builder(new LocalOutputFile(Path.of(args[1])))
                        .withType(SCHEMA)
                        .withCompressionCodec(CompressionCodecName.ZSTD)
                        .build()) {
            for (int row = 0; row < Flights.SLICE; row++) {
                slice.write(group(all.next()));
            }
        }
    }

    private static Group group(Flight flight) {
        Group group = new SimpleGroup(SCHEMA);
        group.add("date", flight.minute() * 60_000_000L);
        group.add("delay", (long) flight.delay());
        group.add("distance", (long) flight.distance());
        group.add("origin", flight.origin());
        group.add("destination", flight.destination());
        return group;
    }
}
