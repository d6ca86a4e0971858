package tallyroll.decode;

import java.util.List;
import tallyroll.event.Event;
import tallyroll.event.EventSpec;

/**
 * Reads the declared fields of one line of RFC 4180: cells between delimiters, a cell in quotes may hold anything, a quote in
 * it is doubled. A line end at the end of the record is dropped.
 *
 * <p>Rules the RFC leaves open: an empty cell without quotes is null, {@code ""} is the empty text; nothing is trimmed; a quote
 * inside an unquoted cell, text after a closing quote, and a second line are faults; so is another number of cells than there
 * are columns. The record is UTF-8.
 *
 * <p>Why not a library: univocity, Spark's, costs 1.8 times the CPU end to end ({@code tallyroll bench --parsers}).
 */
final class CsvDecoder implements FieldDecoder {
    private final FieldReader[] readers;

    /** The column each reader reads. */
    private final int[] columnOf;

    private final int columns;
    private final byte delimiter;

    /** Cells of the record in hand: begin (-1 where null), end, and whether quotes are doubled inside. */
    private final int[] starts;

    private final int[] stops;
    private final boolean[] doubled;
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
    public Decoding decode(byte[] bytes, int offset, int length, Event into) {
        into.clear();
        scratchUsed = 0;
        raw = bytes;
        at = offset;
        end = withoutLineEnd(offset, offset + length);
        if (!line(offset)) {
            return code.because(fault);
        }
        for (int i = 0; i < readers.length; i++) {
            Decoding read = read(readers[i], columnOf[i], into);
            if (!read.ok()) {
                return read;
            }
        }
        return Decoding.OK;
    }

    private int withoutLineEnd(int from, int to) {
        int stop = to;
        stop -= stop > from && raw[stop - 1] == '\n' ? 1 : 0;
        stop -= stop > from && raw[stop - 1] == '\r' ? 1 : 0;
        return stop;
    }

    private boolean line(int offset) {
        int seen = 0;
        while (true) {
            int column = Math.min(seen++, columns - 1);
            boolean read = (at < end && raw[at] == '"') ? quoted(column, offset) : plain(column, offset);
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
                    "the line has " + seen + " columns; " + columns + " are declared: " + Seen.bytes(raw, offset, end));
        }
        return true;
    }

    private boolean plain(int column, int offset) {
        int from = at;
        while (at < end && raw[at] != delimiter) {
            int c = raw[at];
            if (c == '"' || c == '\n' || c == '\r') {
                return notCsv(
                        c == '"' ? "a quote inside a cell that does not begin with one" : "a second line", offset);
            }
            if (!step(c, offset)) {
                return false;
            }
        }
        starts[column] = at == from ? -1 : from;
        stops[column] = at;
        doubled[column] = false;
        return true;
    }

    private boolean quoted(int column, int offset) {
        int from = ++at;
        doubled[column] = false;
        while (at < end) {
            int c = raw[at];
            if (c != '"') {
                if (!step(c, offset)) {
                    return false;
                }
            } else if (at + 1 < end && raw[at + 1] == '"') {
                doubled[column] = true;
                at += 2;
            } else {
                starts[column] = from;
                stops[column] = at++;
                return at == end || raw[at] == delimiter || notCsv("text after a closing quote", offset);
            }
        }
        return notCsv("a quoted cell has no closing quote", offset);
    }

    private boolean step(int c, int offset) {
        int length = c >= 0 ? 1 : Utf8.sequence(raw, at, end);
        at += length;
        return length > 0
                || fail(
                        RejectCode.NOT_UTF8,
                        "the line is not valid UTF-8 at byte " + (at - offset) + ": " + Seen.bytes(raw, offset, end));
    }

    private boolean notCsv(String what, int offset) {
        return fail(
                RejectCode.NOT_CSV,
                "the line is not CSV at byte " + (at - offset) + ", " + what + ": " + Seen.bytes(raw, offset, end));
    }

    private boolean fail(RejectCode why, String what) {
        code = why;
        fault = what;
        return false;
    }

    private Decoding read(FieldReader reader, int column, Event into) {
        int from = starts[column];
        if (from < 0) {
            return Decoding.OK;
        }
        if (!doubled[column]) {
            return reader.text(raw, from, stops[column], into);
        }
        int begin = unquote(from, stops[column]);
        return reader.text(scratch, begin, scratchUsed, into);
    }

    /** Appends to the scratch and returns where it begins; slots that point into an outgrown scratch stay valid, for it is left as it was. */
    private int unquote(int from, int to) {
        if (scratch.length - scratchUsed < to - from) {
            scratch = new byte[Math.max(scratch.length * 2, to - from)];
            scratchUsed = 0;
        }
        int begin = scratchUsed;
        for (int i = from; i < to; i++) {
            scratch[scratchUsed++] = raw[i];
            i += raw[i] == '"' ? 1 : 0;
        }
        return begin;
    }
}
