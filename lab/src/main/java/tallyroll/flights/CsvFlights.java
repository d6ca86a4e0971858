package tallyroll.flights;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A header line and comma-separated values; no value of a flight contains a comma, so none is quoted. */
final class CsvFlights extends LineFlights {
    private final List<String> header;
    private final int id;
    private final int date;
    private final int delay;
    private final int distance;
    private final int origin;
    private final int destination;

    CsvFlights(Path file) throws IOException {
        super(file);
        header = hasNext() ? values(takeLine()) : List.of();
        id = header.indexOf("id");
        date = column("date");
        delay = column("delay");
        distance = column("distance");
        origin = column("origin");
        destination = column("destination");
    }

    private int column(String name) {
        int index = header.indexOf(name);
        if (index < 0) {
            throw unreadable("the header must name a column \"" + name + "\"; it names " + header, null);
        }
        return index;
    }

    @Override
    Flight read(String text, long rowNumber) {
        List<String> values = values(text);
        if (values.size() != header.size()) {
            throw unreadable(values.size() + " values under a header of " + header.size(), null);
        }
        return new Flight(
                id < 0 ? Long.toString(rowNumber) : values.get(id),
                minute(values.get(date)),
                Integer.parseInt(values.get(delay)),
                Integer.parseInt(values.get(distance)),
                values.get(origin),
                values.get(destination));
    }

    private static List<String> values(String line) {
        return Arrays.stream(line.split(",", -1))
                .map(value -> value.strip().replace("\"", ""))
                .toList();
    }
}
