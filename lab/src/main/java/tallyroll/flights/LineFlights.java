package tallyroll.flights;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.NoSuchElementException;

/** What the two text formats have in common: one flight per line, dates as {@code 2001/01/05 06:20} or ISO-8601. */
abstract class LineFlights implements Flights {
    private static final DateTimeFormatter SLASHES = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm");
    private static final int SECONDS_PER_MINUTE = 60;

    private final Path file;
    private final BufferedReader lines;
    private String line;
    private long lineNumber;
    private long row;

    LineFlights(Path file) throws IOException {
        this.file = file;
        lines = Files.newBufferedReader(file);
        advance();
    }

    /** Parses the flight of a line. Whatever this throws is reported with the line's number. */
    abstract Flight read(String text, long rowNumber) throws IOException;

    /** Reads the next line as a header. */
    final String takeLine() {
        String taken = line;
        advance();
        return taken;
    }

    final UnreadableFlightsException unreadable(String why, Throwable cause) {
        return new UnreadableFlightsException(file.toString(), "line " + lineNumber + ": " + why, cause);
    }

    static long minute(String date) {
        LocalDateTime at = date.indexOf('/') > 0
                ? LocalDateTime.parse(date, SLASHES)
                : LocalDateTime.parse(date.replace(' ', 'T').replace("Z", ""));
        return Math.floorDiv(at.toEpochSecond(ZoneOffset.UTC), SECONDS_PER_MINUTE);
    }

    @Override
    public final long count() {
        return -1;
    }

    @Override
    public final boolean hasNext() {
        return line != null;
    }

    @Override
    public final Flight next() {
        if (line == null) {
            throw new NoSuchElementException("all " + row + " flights of " + file + " were read");
        }
        try {
            Flight flight = read(line, row++);
            advance();
            return flight;
        } catch (IOException | DateTimeException | NumberFormatException e) {
            throw unreadable(e.getMessage(), e);
        }
    }

    private void advance() {
        try {
            do {
                line = lines.readLine();
                lineNumber++;
            } while (line != null && line.isBlank());
        } catch (IOException e) {
            throw unreadable(e.getMessage(), e);
        }
    }

    @Override
    public final void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw unreadable("closing it: " + e.getMessage(), e);
        }
    }
}
