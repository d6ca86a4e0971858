package tallyroll.decode;

import java.util.Arrays;
import java.util.List;
import tallyroll.event.Event;

/**
 * Reads the declared fields of a JSON object in one pass over its bytes.
 *
 * <p>Two steps: the pass checks the whole record against RFC 8259 and keeps, per declared path, where its value stands; then
 * the kept values are read into their slots. So a record that is not JSON is always rejected as that, whatever its values.
 *
 * <p>Rules the RFC leaves open: a repeated key's last value counts, all of it (an object that came earlier under the key is
 * forgotten); nesting ends at 64 levels; a path through anything but objects leads to a missing value; strings have no lone
 * surrogates; a byte order mark is no JSON.
 */
final class JsonDecoder implements FieldDecoder {
    static final int MOST_LEVELS = 64;

    private static final byte MISSING = 0;
    private static final byte NULL = 1;
    private static final byte STRING = 2;
    private static final byte ESCAPED = 3;
    private static final byte INTEGER = 4;
    private static final byte NUMBER = 5;
    private static final byte TRUE = 6;
    private static final byte FALSE = 7;
    private static final byte ARRAY = 8;
    private static final byte OBJECT = 9;

    private final JsonScanner scanner = new JsonScanner();
    private final JsonPath root = JsonPath.root();
    private final FieldReader[] readers;

    /** The token each reader reads; two fields may read one path. */
    private final int[] tokenOf;

    private final byte[] kinds;
    private final int[] starts;
    private final int[] stops;
    private final long[] values;

    /** Strings without their escapes, of the record in hand. */
    private byte[] scratch = new byte[256];

    private int scratchUsed = 0;

    JsonDecoder(List<FieldReader> fields) {
        readers = fields.toArray(new FieldReader[0]);
        tokenOf = new int[readers.length];
        int tokens = 0;
        for (int i = 0; i < readers.length; i++) {
            JsonPath path = root.at(readers[i].field().path());
            path.token = path.token < 0 ? tokens++ : path.token;
            tokenOf[i] = path.token;
        }
        root.close();
        kinds = new byte[tokens];
        starts = new int[tokens];
        stops = new int[tokens];
        values = new long[tokens];
    }

    @Override
    public Decoding decode(byte[] raw, int offset, int length, Event into) {
        into.clear();
        scratchUsed = 0;
        Arrays.fill(kinds, MISSING);
        scanner.start(raw, offset, length);
        if (!record()) {
            return scanner.fault(offset);
        }
        for (int i = 0; i < readers.length; i++) {
            Decoding read = read(readers[i], tokenOf[i], into);
            if (!read.ok()) {
                return read;
            }
        }
        return Decoding.OK;
    }

    private boolean record() {
        if (scanner.next() != '{') {
            return scanner.fail("an object is expected");
        }
        scanner.at++;
        if (!object(root, 1)) {
            return false;
        }
        return scanner.next() == -1 || scanner.fail("something follows the object");
    }

    /** The rest of an object whose brace is consumed; {@code path} is null where nothing in it is declared. */
    private boolean object(JsonPath path, int level) {
        JsonScanner in = scanner;
        if (level > MOST_LEVELS) {
            return tooDeep();
        }
        int c = in.next();
        if (c == '}') {
            in.at++;
            return true;
        }
        while (true) {
            if (c != '"') {
                return in.fail("a key in quotes is expected");
            }
            in.at++;
            if (!in.string()) {
                return false;
            }
            JsonPath child = path == null ? null : child(path);
            if (in.next() != ':') {
                return in.fail("a colon is expected after a key");
            }
            in.at++;
            if (!value(child, level)) {
                return false;
            }
            c = in.next();
            if (c == '}') {
                in.at++;
                return true;
            }
            if (c != ',') {
                return in.fail("a comma or closing brace is expected");
            }
            in.at++;
            c = in.next();
        }
    }

    private boolean array(int level) {
        JsonScanner in = scanner;
        if (level > MOST_LEVELS) {
            return tooDeep();
        }
        if (in.next() == ']') {
            in.at++;
            return true;
        }
        while (true) {
            if (!value(null, level)) {
                return false;
            }
            int c = in.next();
            if (c != ',' && c != ']') {
                return in.fail("a comma or closing bracket is expected");
            }
            in.at++;
            if (c == ']') {
                return true;
            }
        }
    }

    private boolean tooDeep() {
        return scanner.fail(RejectCode.TOO_DEEP, "more than " + MOST_LEVELS + " levels of objects and arrays");
    }

    private JsonPath child(JsonPath path) {
        JsonScanner in = scanner;
        if (!in.escaped) {
            return path.child(in.raw, in.from, in.to);
        }
        int from = unescape(in.from, in.to);
        return path.child(scratch, from, scratchUsed);
    }

    private boolean value(JsonPath path, int level) {
        JsonScanner in = scanner;
        int c = in.next();
        int start = in.at;
        byte kind;
        boolean read;
        switch (c) {
            case '"' -> {
                in.at++;
                read = in.string();
                kind = in.escaped ? ESCAPED : STRING;
            }
            case '{' -> {
                in.at++;
                forget(path);
                read = object(path, level + 1);
                kind = OBJECT;
            }
            case '[' -> {
                in.at++;
                read = array(level + 1);
                kind = ARRAY;
            }
            case 't' -> {
                read = in.word("true");
                kind = TRUE;
            }
            case 'f' -> {
                read = in.word("false");
                kind = FALSE;
            }
            case 'n' -> {
                read = in.word("null");
                kind = NULL;
            }
            default -> {
                read = in.number();
                kind = in.integer ? INTEGER : NUMBER;
            }
        }
        if (read && path != null) {
            keep(path, kind, start);
        }
        return read;
    }

    private void keep(JsonPath path, byte kind, int start) {
        if (kind != OBJECT) {
            forget(path);
        }
        int token = path.token;
        if (token < 0) {
            return;
        }
        boolean whole = kind == OBJECT || kind == ARRAY;
        kinds[token] = kind;
        starts[token] = whole ? start : scanner.from;
        stops[token] = whole ? scanner.at : scanner.to;
        values[token] = scanner.value;
    }

    private void forget(JsonPath path) {
        if (path != null) {
            for (int token : path.inner) {
                kinds[token] = MISSING;
            }
        }
    }

    private Decoding read(FieldReader reader, int token, Event into) {
        byte[] raw = scanner.raw;
        int from = starts[token];
        int to = stops[token];
        switch (kinds[token]) {
            case MISSING, NULL -> {
                return Decoding.OK;
            }
            case STRING -> {
                return reader.quoted(raw, from, to, into);
            }
            case ESCAPED -> {
                int begin = unescape(from, to);
                return reader.quoted(scratch, begin, scratchUsed, into);
            }
            case INTEGER -> {
                return reader.whole(values[token], raw, from, to, into);
            }
            case NUMBER -> {
                return reader.number(raw, from, to, into);
            }
            case TRUE, FALSE -> {
                return reader.bool(kinds[token] == TRUE, raw, from, to, into);
            }
            case ARRAY -> {
                return reader.wrongType(raw, from, to, "an array");
            }
            default -> {
                return reader.wrongType(raw, from, to, "an object");
            }
        }
    }

    /** Appends to the scratch and returns where it begins; slots that point into an outgrown scratch stay valid, for it is left as it was. */
    private int unescape(int from, int to) {
        if (scratch.length - scratchUsed < to - from) {
            scratch = new byte[Math.max(scratch.length * 2, to - from)];
            scratchUsed = 0;
        }
        int begin = scratchUsed;
        scratchUsed = JsonScanner.unescape(scanner.raw, from, to, scratch, begin);
        return begin;
    }
}
