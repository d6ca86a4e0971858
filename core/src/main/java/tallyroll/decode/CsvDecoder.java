package tallyroll.decode;

import java.nio.charset.StandardCharsets;
import java.util.List;
import tallyroll.bytes.Slice;
import tallyroll.event.Event;
import tallyroll.event.EventSpec;
import tallyroll.event.EventSpec.Csv.Header;
import tallyroll.event.FieldType;

/**
 * Reads the declared fields of one line of RFC 4180: cells between delimiters, a cell in quotes may hold anything, a quote in
 * it is doubled. A line end at the end of the record is dropped, and a byte order mark at its beginning.
 *
 * <p>Rules the RFC leaves open: an empty cell is null, but that of a string in quotes, and any of a string where the definition says so,
 * is the empty text; a line that names the columns is ignored where the definition says that there are such; nothing is trimmed; a quote
 * inside an unquoted cell, text after a closing quote, and a second line are faults; so is another number of cells than there
 * are columns. The record is UTF-8.
 *
 * <p>Why not a library: univocity, Spark's, costs 1.7 times the CPU end to end ({@code tallyroll bench --parsers}).
 */
final class CsvDecoder implements FieldDecoder {
    private final FieldReader[] readers;

    /** The column each reader reads. */
    private final int[] columnOf;

    private final int columns;
    private final byte delimiter;

    /** The columns' names, which a header repeats; none where headers are events. */
    private final byte[][] header;

    private final boolean emptyIsText;

    /** Cells of the record in hand: begin (-1 where null), end, and whether quotes are doubled inside. */
    private final int[] starts;

    private final int[] stops;
    private final boolean[] doubled;
    private final Slice line = new Slice();
    private final Slice cell = new Slice();
    private byte[] raw;
    private int at;
    private int end;
    private byte[] scratch = new byte[256];
    private int scratchUsed;
    private RejectCode code;
    private String fault;

    CsvDecoder(EventSpec.Csv csv, List<FieldReader> fields) {
        boolean usable = (csv.delimiter() < 0x80 && csv.delimiter() >= ' ') || csv.delimiter() == '\t';
        if (csv.columns().isEmpty()) {
            throw new IllegalArgumentException("CSV needs its columns declared, in file order");
        }
        if (!usable || csv.delimiter() == '"') {
            throw new IllegalArgumentException("the CSV delimiter \"" + Seen.text(String.valueOf(csv.delimiter()))
                    + "\" is not usable; write one ASCII character that is not a quote");
        }
        delimiter = (byte) csv.delimiter();
        columns = csv.columns().size();
        header = csv.header() == Header.NONE
                ? new byte[0][]
                : csv.columns().stream()
                        .map(name -> name.getBytes(StandardCharsets.UTF_8))
                        .toArray(byte[][]::new);
        emptyIsText = csv.emptyIsText();
        readers = fields.toArray(new FieldReader[0]);
        columnOf = new int[readers.length];
        for (int i = 0; i < readers.length; i++) {
            String column = readers[i].field().path();
            columnOf[i] = csv.columns().indexOf(column);
            if (columnOf[i] < 0) {
                throw new IllegalArgumentException(
                        "field \"" + readers[i].field().name() + "\" reads column \"" + column
                                + "\", which is not among the CSV columns " + csv.columns());
            }
        }
        starts = new int[columns];
        stops = new int[columns];
        doubled = new boolean[columns];
    }

    @Override
    public Decoding decode(Message message, Event into) {
        Slice record = message.value();
        into.clear();
        scratchUsed = 0;
        raw = record.array();
        end = withoutLineEnd(record);
        at = record.from() + Preamble.byteOrderMark(raw, record.from(), end);
        line.set(raw, at, end);
        if (!cells()) {
            return code.because(fault);
        }
        if (header.length > 0 && namesColumns()) {
            return Decoding.HEADER;
        }
        for (int i = 0; i < readers.length; i++) {
            Decoding read = read(readers[i], columnOf[i], into);
            if (!read.ok()) {
                return read;
            }
        }
        return Decoding.OK;
    }

    static int withoutLineEnd(Slice record) {
        byte[] bytes = record.array();
        int stop = record.until();
        stop -= stop > record.from() && bytes[stop - 1] == '\n' ? 1 : 0;
        stop -= stop > record.from() && bytes[stop - 1] == '\r' ? 1 : 0;
        return stop;
    }

    private boolean cells() {
        int seen = 0;
        while (true) {
            int column = Math.min(seen++, columns - 1);
            boolean read = (at < end && raw[at] == '"') ? quoted(column) : plain(column);
            if (!read) {
                return false;
            }
            if (at == end) {
                break;
            }
            at++;
        }
        if (seen != columns) {
            return fail(
                    RejectCode.WRONG_COLUMNS,
                    "the line has " + seen + " columns; " + columns + " are declared: " + Seen.bytes(line));
        }
        return true;
    }

    private boolean namesColumns() {
        for (int column = 0; column < columns; column++) {
            cell.set(raw, Math.max(starts[column], 0), starts[column] < 0 ? 0 : stops[column]);
            if (doubled[column]) {
                unquote();
            }
            if (!cell.sameBytes(header[column])) {
                return false;
            }
        }
        return true;
    }

    private boolean plain(int column) {
        int from = at;
        while (at < end && raw[at] != delimiter) {
            int c = raw[at];
            if (c == '"' || c == '\n' || c == '\r') {
                return notCsv(c == '"' ? "a quote inside a cell that does not begin with one" : "a second line");
            }
            if (!step(c)) {
                return false;
            }
        }
        starts[column] = at == from ? -1 : from;
        stops[column] = at;
        doubled[column] = false;
        return true;
    }

    private boolean quoted(int column) {
        int from = ++at;
        doubled[column] = false;
        while (at < end) {
            int c = raw[at];
            if (c != '"') {
                if (!step(c)) {
                    return false;
                }
            } else if (at + 1 < end && raw[at + 1] == '"') {
                doubled[column] = true;
                at += 2;
            } else {
                starts[column] = from;
                stops[column] = at++;
                return at == end || raw[at] == delimiter || notCsv("text after a closing quote");
            }
        }
        return notCsv("a quoted cell has no closing quote");
    }

    private boolean step(int c) {
        int length = c >= 0 ? 1 : Utf8.sequence(raw, at, end);
        at += length;
        return length > 0
                || fail(
                        RejectCode.NOT_UTF8,
                        "the line is not valid UTF-8 at byte " + (at - line.from()) + ": " + Seen.bytes(line));
    }

    private boolean notCsv(String what) {
        return fail(
                RejectCode.NOT_CSV,
                "the line is not CSV at byte " + (at - line.from()) + ", " + what + ": " + Seen.bytes(line));
    }

    private boolean fail(RejectCode why, String what) {
        code = why;
        fault = what;
        return false;
    }

    private Decoding read(FieldReader reader, int column, Event into) {
        int from = starts[column];
        int stop = stops[column];
        if (from < 0 || from == stop) {
            boolean text = reader.field().type().kind() == FieldType.Kind.STRING && (emptyIsText || from >= 0);
            if (!text) {
                return Decoding.OK;
            }
            from = stop;
        }
        cell.set(raw, from, stop);
        if (doubled[column]) {
            unquote();
        }
        return reader.text(cell, into);
    }

    /**
     * Moves the cell to its form with single quotes, which is appended to the scratch; slots that point into an outgrown scratch
     * stay valid, for it is left as it was.
     */
    private void unquote() {
        if (scratch.length - scratchUsed < cell.length()) {
            scratch = new byte[Math.max(scratch.length * 2, cell.length())];
            scratchUsed = 0;
        }
        int begin = scratchUsed;
        for (int i = cell.from(); i < cell.until(); i++) {
            scratch[scratchUsed++] = raw[i];
            i += raw[i] == '"' ? 1 : 0;
        }
        cell.set(scratch, begin, scratchUsed);
    }
}
