package tallyroll.decode;

import java.nio.charset.StandardCharsets;
import java.util.List;
import tallyroll.bytes.Slice;
import tallyroll.event.Explode;

/**
 * The elements of a JSON array that stands at the end of a path of keys, or is the whole message; then an object in its place is an array
 * of one. Of a repeated key the last one counts, as where fields are read.
 */
final class ArrayParts implements Exploder.Parts {
    private final Explode explode;
    private final byte[][] path;
    private final JsonScanner scanner = new JsonScanner();
    private final JsonDecoder skipping = new JsonDecoder(List.of(), scanner);
    private final byte[] key = new byte[256];
    private Exploder.Found found;
    private boolean there;
    private Decoding refused = Decoding.OK;

    ArrayParts(Explode explode) {
        this.explode = explode;
        path = explode.path().stream()
                .map(segment -> segment.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
    }

    @Override
    public Decoding find(Slice value, Exploder.Found into) {
        found = into;
        scanner.start(value);
        there = false;
        refused = Decoding.OK;
        int begin = scanner.space(value.from());
        begin = scanner.space(begin + Preamble.beforeJson(scanner.raw, begin, scanner.end));
        int end = at(begin, 0);
        if (end >= 0) {
            int rest = scanner.space(end);
            end = rest == scanner.end ? rest : scanner.fail(rest, "something follows the value");
        }
        if (end < 0) {
            return Preamble.explained(scanner.fault(value.from()), value);
        }
        if (!refused.ok()) {
            return refused;
        }
        return there
                ? Decoding.OK
                : RejectCode.MISSING_FIELD.because("the record has nothing at \"" + explode
                        + "\", where event.explode looks for an array of events: " + Seen.bytes(value));
    }

    /** Reads the value at an index, which stands behind the first {@code depth} keys of the path; the index after it, or FAULT. */
    private int at(int from, int depth) {
        boolean inPlace = depth == path.length;
        int c = scanner.byteAt(from);
        if (inPlace && c == '[') {
            return array(from, depth + 1);
        }
        int end = !inPlace && c == '{' ? object(from + 1, depth) : skipping.skip(from, depth);
        if (end >= 0 && inPlace) {
            one(from, end, c);
        }
        return end;
    }

    /** What stands in the place of the array and is none. */
    private void one(int from, int end, int begins) {
        found.clear();
        refused = Decoding.OK;
        found.replaced().set(scanner.raw, from, end);
        there = begins != 'n';
        if (begins == '{' && path.length == 0) {
            found.add(from, end);
        } else if (there) {
            refused = RejectCode.WRONG_TYPE.because("at \"" + explode
                    + "\", where event.explode looks for an array of events, is " + Seen.bytes(found.replaced()));
        }
    }

    private int object(int from, int depth) {
        JsonScanner in = scanner;
        if (depth >= JsonDecoder.MAX_LEVELS) {
            return in.fail(
                    from, RejectCode.TOO_DEEP, "more than " + JsonDecoder.MAX_LEVELS + " levels of objects and arrays");
        }
        int i = in.space(from);
        if (in.byteAt(i) == '}') {
            return i + 1;
        }
        while (true) {
            if (in.byteAt(i) != '"') {
                return in.fail(i, "a key in quotes is expected");
            }
            int begin = i + 1;
            i = in.string(begin);
            if (i < 0) {
                return i;
            }
            boolean onPath = named(begin, i - 1, path[depth]);
            i = in.space(i);
            if (in.byteAt(i) != ':') {
                return in.fail(i, "a colon is expected after a key");
            }
            i = in.space(i + 1);
            if (onPath) {
                there = false;
                found.clear();
            }
            i = onPath ? at(i, depth + 1) : skipping.skip(i, depth + 1);
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

    private boolean named(int from, int until, byte[] name) {
        Slice written = Slice.of(scanner.raw, from, until);
        if (!scanner.escaped) {
            return written.sameBytes(name);
        }
        if (written.length() > key.length) {
            return false;
        }
        return Slice.of(key, 0, JsonScanner.unescape(written, key, 0)).sameBytes(name);
    }

    private int array(int from, int level) {
        JsonScanner in = scanner;
        found.clear();
        refused = Decoding.OK;
        int i = in.space(from + 1);
        boolean more = in.byteAt(i) != ']';
        int end = i + 1;
        while (more) {
            int begin = i;
            i = skipping.skip(i, level);
            if (i < 0) {
                return i;
            }
            if (!found.add(begin, i)) {
                refused = RejectCode.TOO_LARGE.because(
                        "the array at \"" + explode + "\" has more than " + Exploder.MAX_ELEMENTS
                                + " elements, which are events; at most so many are taken of one record");
            }
            i = in.space(i);
            int c = in.byteAt(i);
            if (c != ',' && c != ']') {
                return in.fail(i, "a comma or closing bracket is expected");
            }
            more = c == ',';
            end = i + 1;
            i = in.space(end);
        }
        there = true;
        found.replaced().set(in.raw, from, end);
        return end;
    }
}
