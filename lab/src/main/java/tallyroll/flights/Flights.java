package tallyroll.flights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import java.util.Locale;

/** Flights in the order of their file, read on demand. Not thread-safe. */
public interface Flights extends Iterator<Flight>, AutoCloseable {
    /** How many flights the slice has. */
    int SLICE = 200_000;

    /** How many flights there are in total; -1 if the file does not say. */
    long count();

    @Override
    void close();

    /** The slice that is packaged with this module: 1 to 13 January 2001. */
    static Flights slice() {
        try (InputStream packed = Flights.class.getResourceAsStream("flights-200k.parquet")) {
            // Parquet is read from its end, so it needs a file.
            Path copy = Files.createTempFile("flights", ".parquet");
            copy.toFile().deleteOnExit();
            Files.copy(packed, copy, StandardCopyOption.REPLACE_EXISTING);
            return new ParquetFlights(copy);
        } catch (IOException e) {
            throw new UnreadableFlightsException("the packaged slice", e.getMessage(), e);
        }
    }

    /** Opens a file of flights in the format of its extension: {@code .parquet}, {@code .ndjson} (or {@code .json}), {@code .csv}. */
    static Flights open(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        try {
            if (name.endsWith(".parquet")) {
                return new ParquetFlights(file);
            }
            if (name.endsWith(".ndjson") || name.endsWith(".json")) {
                return new NdjsonFlights(file);
            }
            if (name.endsWith(".csv")) {
                return new CsvFlights(file);
            }
        } catch (IOException e) {
            throw new UnreadableFlightsException(file.toString(), e.toString(), e);
        }
        throw new UnreadableFlightsException(
                file.toString(), "its name must end with .parquet, .ndjson or .csv, which says how to read it", null);
    }
}
