package tallyroll.http;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tallyroll.bytes.Slice;
import tallyroll.decode.Preamble;
import tallyroll.event.EventSpec;
import tallyroll.event.EventSpec.Csv;
import tallyroll.receiver.RawEventConsumer;

/**
 * Cuts a body of CSV into records: at line ends that do not stand in quotes. A record may be malformed within, and then it alone is
 * rejected; where quotes have no end, the body as a whole is refused. Empty lines are no events.
 *
 * <p>Where the first line names the columns, records are handed on with the declared columns in the declared order, each cell byte for byte
 * as it was sent: so each can be read without that line, also years later.
 */
final class CsvBody {
    private final byte[] body;
    private final int length;
    private final Csv csv;
    private final Charset charset;
    private final RawEventConsumer sink;
    private final Slice record = new Slice();

    /** Of the record in hand, where each cell begins and ends. */
    private int[] starts = new int[32];

    private int[] stops = new int[32];
    private int cells;
    private int line;
    private byte[] ordered = new byte[256];

    /**
     * What the first line says.
     *
     * @param cells how many it has
     * @param columns for each declared column, the number of the cell that names it
     */
    private record Header(int cells, int[] columns) {}

    CsvBody(BodyBytes body, EventSpec spec, RawEventConsumer sink) {
        this.body = body.bytes();
        length = body.size();
        csv = spec.csv();
        charset = spec.payload().charset();
        this.sink = sink;
    }

    void cut() throws HttpError {
        Header header = null;
        int at = Preamble.byteOrderMark(body, 0, length);
        while (at < length) {
            int next = read(at);
            int end = stops[cells - 1];
            line++;
            if (end > at) {
                if (csv.header() != Csv.Header.NAMES) {
                    record.set(body, at, end);
                    sink.event(record);
                } else if (header == null) {
                    header = header();
                } else {
                    reordered(header);
                }
            }
            at = next;
        }
    }

    /** Finds the cells of the record that begins here; where the next one begins. */
    private int read(int from) throws HttpError {
        cells = 0;
        int at = from;
        while (true) {
            int start = at;
            if (at < length && body[at] == '"') {
                at = behindQuotes(at);
            }
            while (at < length && body[at] != csv.delimiter() && body[at] != '\n') {
                at++;
            }
            boolean last = at == length || body[at] == '\n';
            boolean lineEnd = last && at > start && body[at - 1] == '\r';
            cell(start, lineEnd ? at - 1 : at);
            at++;
            if (last) {
                return at;
            }
        }
    }

    private void cell(int start, int stop) {
        if (cells == starts.length) {
            starts = Arrays.copyOf(starts, 2 * cells);
            stops = Arrays.copyOf(stops, 2 * cells);
        }
        starts[cells] = start;
        stops[cells++] = stop;
    }

    private int behindQuotes(int quote) throws HttpError {
        int at = quote + 1;
        while (at < length) {
            if (body[at] != '"') {
                at++;
            } else if (at + 1 < length && body[at + 1] == '"') {
                at += 2;
            } else {
                return at + 1;
            }
        }
        throw BodyParser.unreadable(
                "the quoted cell that begins at byte " + quote + " has no closing quote", "send it to its end");
    }

    private Header header() throws HttpError {
        List<String> named = new ArrayList<>();
        for (int i = 0; i < cells; i++) {
            named.add(name(i));
        }
        int[] columns = new int[csv.columns().size()];
        for (int i = 0; i < columns.length; i++) {
            String column = csv.columns().get(i);
            columns[i] = named.indexOf(column);
            if (columns[i] < 0 || columns[i] != named.lastIndexOf(column)) {
                throw BodyParser.unreadable(
                        "its first line must name the columns (event.csv.header), and it names \"" + column + "\" "
                                + (columns[i] < 0 ? "nowhere" : "twice"),
                        "send the columns' names first: "
                                + String.join(String.valueOf(csv.delimiter()), csv.columns()));
            }
        }
        return new Header(cells, columns);
    }

    private String name(int cell) {
        String written = new String(body, starts[cell], stops[cell] - starts[cell], charset);
        boolean quoted = written.length() > 1 && written.startsWith("\"") && written.endsWith("\"");
        return quoted ? written.substring(1, written.length() - 1).replace("\"\"", "\"") : written;
    }

    private void reordered(Header header) throws HttpError {
        if (cells != header.cells()) {
            throw BodyParser.unreadable(
                    "record " + line + " has " + cells + " columns, and the first line names " + header.cells(),
                    "send a cell for each column");
        }
        int size = 0;
        for (int i = 0; i < header.columns().length; i++) {
            int column = header.columns()[i];
            int width = stops[column] - starts[column];
            if (size + width + 1 > ordered.length) {
                ordered = Arrays.copyOf(ordered, Math.max(2 * ordered.length, size + width + 1));
            }
            if (i > 0) {
                ordered[size++] = (byte) csv.delimiter();
            }
            System.arraycopy(body, starts[column], ordered, size, width);
            size += width;
        }
        record.set(ordered, 0, size);
        sink.event(record);
    }
}
