package tallyroll.decode;

import java.util.Arrays;
import java.util.List;
import tallyroll.bytes.Slice;
import tallyroll.event.Event;

/**
 * Reads the declared fields of a JSON object in one pass over its bytes.
 *
 * <p>Two steps: the pass checks the whole record against RFC 8259 and keeps, per declared path, where its value stands; then
 * the kept values are read into their slots. So a record that is not JSON is always rejected as that, whatever its values.
 *
 * <p>Rules the RFC leaves open: a repeated key's last value counts, all of it (an object that came earlier under the key is
 * forgotten); nesting ends at 64 levels; a path through anything but objects leads to a missing value; strings have no lone
 * surrogates; a byte order mark before the object is passed over, and so is the header of a schema registry.
 *
 * <p>Why not Jackson: it costs 1.3 to 1.6 times the CPU end to end ({@code tallyroll bench --parsers}, figures in
 * docs/benchmarks.md), and it cannot give three things that are used here: text that is not Unicode is refused (Jackson passes on
 * a lone surrogate, which no identity and no CQL text may hold); a broken record costs no exception and no more
 * garbage than its message; values are slices of the record's own bytes, where identities and measures read them.
 */
final class JsonDecoder implements FieldDecoder {
    static final int MAX_LEVELS = 64;

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

    private final JsonScanner scanner;
    private final JsonPath root = JsonPath.root();
    private final FieldReader[] readers;

    /** The token each reader reads; two fields may read one path. */
    private final int[] tokenOf;

    private final byte[] kinds;
    private final int[] starts;
    private final int[] stops;
    private final long[] values;

    /** The key or value that is read just now. */
    private final Slice text = new Slice();

    /** Strings without their escapes, of the record in hand. */
    private byte[] scratch = new byte[256];

    private int scratchUsed = 0;

    JsonDecoder(List<FieldReader> fields) {
        this(fields, new JsonScanner());
    }

    JsonDecoder(List<FieldReader> fields, JsonScanner scanner) {
        this.scanner = scanner;
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
    public Decoding decode(Message message, Event into) {
        Slice raw = message.value();
        into.clear();
        scratchUsed = 0;
        Arrays.fill(kinds, MISSING);
        scanner.start(raw);
        if (record(raw.from()) < 0) {
            return Preamble.explained(scanner.fault(raw.from()), raw);
        }
        for (int i = 0; i < readers.length; i++) {
            Decoding read = read(readers[i], tokenOf[i], into);
            if (!read.ok()) {
                return read;
            }
        }
        return Decoding.OK;
    }

    // As in the scanner: each method takes the index where it begins and returns the one after what it read, or FAULT.

    private int record(int offset) {
        JsonScanner in = scanner;
        int i = in.space(offset);
        if (in.byteAt(i) != '{') {
            i = in.space(offset + Preamble.beforeJson(in.raw, offset, in.end));
        }
        if (in.byteAt(i) != '{') {
            return in.fail(i, "an object is expected");
        }
        i = object(i + 1, root, 1);
        if (i < 0) {
            return i;
        }
        i = in.space(i);
        return i == in.end ? i : in.fail(i, "something follows the object");
    }

    /** The rest of an object behind its brace; {@code path} is null where nothing in it is declared. */
    private int object(int from, JsonPath path, int level) {
        JsonScanner in = scanner;
        if (level > MAX_LEVELS) {
            return tooDeep(from);
        }
        int i = in.space(from);
        if (in.byteAt(i) == '}') {
            return i + 1;
        }
        while (true) {
            if (in.byteAt(i) != '"') {
                return in.fail(i, "a key in quotes is expected");
            }
            int key = i + 1;
            i = in.string(key);
            if (i < 0) {
                return i;
            }
            JsonPath child = path == null ? null : child(path, key, i - 1);
            i = in.space(i);
            if (in.byteAt(i) != ':') {
                return in.fail(i, "a colon is expected after a key");
            }
            i = value(in.space(i + 1), child, level);
            if (i < 0) {
                return i;
            }
            i = in.space(i);
            int c = in.byteAt(i);
            if (c == '}') {
                return i + 1;
            }
            if (c != ',') {
                return in.fail(i, "a comma or closing brace is expected");
            }
            i = in.space(i + 1);
        }
    }

    /** Passes over a value that stands in so many objects and arrays, wherever the scanner was started. */
    int skip(int from, int level) {
        return value(from, null, level);
    }

    private int array(int from, JsonPath path, int level) {
        JsonScanner in = scanner;
        int[] wanted = path == null ? JsonPath.NO_INDEXES : path.indexes;
        int found = 0;
        int index = 0;
        if (level > MAX_LEVELS) {
            return tooDeep(from);
        }
        int i = in.space(from);
        if (in.byteAt(i) == ']') {
            return i + 1;
        }
        while (true) {
            boolean declared = found < wanted.length && wanted[found] == index++;
            i = value(i, declared ? path.elements.get(found++) : null, level);
            if (i < 0) {
                return i;
            }
            i = in.space(i);
            int c = in.byteAt(i);
            if (c == ']') {
                return i + 1;
            }
            if (c != ',') {
                return in.fail(i, "a comma or closing bracket is expected");
            }
            i = in.space(i + 1);
        }
    }

    private int tooDeep(int at) {
        return scanner.fail(at, RejectCode.TOO_DEEP, "more than " + MAX_LEVELS + " levels of objects and arrays");
    }

    private JsonPath child(JsonPath path, int from, int until) {
        if (!scanner.escaped) {
            return path.child(scanner.raw, from, until);
        }
        text.set(scanner.raw, from, until);
        unescape();
        return path.child(text.array(), text.from(), text.until());
    }

    private int value(int from, JsonPath path, int level) {
        JsonScanner in = scanner;
        byte kind;
        int next;
        switch (in.byteAt(from)) {
            case '"' -> {
                next = in.string(from + 1);
                kind = in.escaped ? ESCAPED : STRING;
            }
            case '{' -> {
                forget(path);
                next = object(from + 1, path, level + 1);
                kind = OBJECT;
            }
            case '[' -> {
                forget(path);
                next = array(from + 1, path, level + 1);
                kind = ARRAY;
            }
            case 't' -> {
                next = in.word(from, "true");
                kind = TRUE;
            }
            case 'f' -> {
                next = in.word(from, "false");
                kind = FALSE;
            }
            case 'n' -> {
                next = in.word(from, "null");
                kind = NULL;
            }
            default -> {
                next = in.number(from);
                kind = in.integer ? INTEGER : NUMBER;
            }
        }
        if (next >= 0 && path != null) {
            keep(path, kind, from, next);
        }
        return next;
    }

    private void keep(JsonPath path, byte kind, int from, int next) {
        if (kind < ARRAY) {
            forget(path);
        }
        int token = path.token;
        if (token < 0) {
            return;
        }
        int quote = kind == STRING || kind == ESCAPED ? 1 : 0;
        kinds[token] = kind;
        starts[token] = from + quote;
        stops[token] = next - quote;
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
        if (kinds[token] == MISSING || kinds[token] == NULL) {
            return Decoding.OK;
        }
        text.set(scanner.raw, starts[token], stops[token]);
        switch (kinds[token]) {
            case STRING -> {
                return reader.quoted(text, into);
            }
            case ESCAPED -> {
                unescape();
                return reader.quoted(text, into);
            }
            case INTEGER -> {
                return reader.whole(values[token], text, into);
            }
            case NUMBER -> {
                return reader.number(text, into);
            }
            case TRUE, FALSE -> {
                return reader.bool(kinds[token] == TRUE, text, into);
            }
            case ARRAY -> {
                return reader.structure(text, "an array", into);
            }
            default -> {
                return reader.structure(text, "an object", into);
            }
        }
    }

    /**
     * Moves the text to its form without escapes, which is appended to the scratch; slots that point into an outgrown scratch stay
     * valid, for it is left as it was.
     */
    private void unescape() {
        if (scratch.length - scratchUsed < text.length()) {
            scratch = new byte[Math.max(scratch.length * 2, text.length())];
            scratchUsed = 0;
        }
        int begin = scratchUsed;
        scratchUsed = JsonScanner.unescape(text, scratch, begin);
        text.set(scratch, begin, scratchUsed);
    }
}
