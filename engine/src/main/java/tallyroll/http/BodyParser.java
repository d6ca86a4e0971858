package tallyroll.http;

import java.nio.charset.Charset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tallyroll.bytes.Slice;
import tallyroll.decode.ByteFormat;
import tallyroll.decode.Preamble;
import tallyroll.event.EventSpec;
import tallyroll.event.EventSpec.Format;
import tallyroll.receiver.LineSplitter;
import tallyroll.receiver.RawEventConsumer;

/**
 * Cuts a request's body into events, byte for byte as they were sent.
 *
 * <p>Lines are the default; a body of a format that is no text is one event. A JSON body that begins with a bracket is an array, whatever
 * it is called; one sent as {@code application/json} or {@code application/…+json} that does not is a single object, on as many lines as it
 * likes, and so is any other body that is one object from its first byte to its last. Where an element ends is told by quotes, escapes and
 * brackets alone: an element may be malformed within, and then it alone is rejected. Where that leaves no sense, the body as a whole is
 * refused. A byte order mark at the beginning is dropped. How CSV is cut: {@link CsvBody}.
 */
final class BodyParser {
    private static final Pattern CHARSET = Pattern.compile("(?i);\\s*charset\\s*=\\s*\"?([a-z0-9_.:+-]{1,40})");
    private static final int NO_END = -1;

    private final byte[] body;
    private final int begin;
    private final int length;
    private final RawEventConsumer sink;

    private BodyParser(BodyBytes body, RawEventConsumer sink) {
        this.body = body.bytes();
        this.length = body.size();
        begin = Preamble.byteOrderMark(this.body, 0, length);
        this.sink = sink;
    }

    /** @param mediaType of the request; empty if it has none */
    static void cut(BodyBytes body, EventSpec spec, String mediaType, RawEventConsumer sink) throws HttpError {
        BodyParser parser = new BodyParser(body, sink);
        String type = mediaType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        boolean json = type.equals("application/json") || type.endsWith("+json");
        if (spec.format() instanceof ByteFormat) {
            parser.whole();
            return;
        }
        requireCharset(mediaType, spec);
        if (spec.format() == Format.JSON) {
            parser.json(json ? type : "");
        } else if (json) {
            String format = spec.format() == Format.CSV ? "CSV" : "text";
            throw new HttpError(
                    HttpReply.UNSUPPORTED_MEDIA_TYPE,
                    "The body is sent as " + type + ", and this pipeline's events are lines of " + format
                            + " (event.format). Nothing was taken; send lines as "
                            + (spec.format() == Format.CSV ? "text/csv." : "text/plain."));
        } else if (spec.format() == Format.CSV) {
            new CsvBody(body, spec, sink).cut();
        } else {
            parser.lines();
        }
    }

    /** What a sender says of its text is not what would be read. */
    private static void requireCharset(String mediaType, EventSpec spec) throws HttpError {
        Matcher said = CHARSET.matcher(mediaType);
        String read = spec.payload().charset().name();
        if (said.find() && !said.group(1).equalsIgnoreCase("us-ascii") && !isCharset(said.group(1), read)) {
            throw new HttpError(
                    HttpReply.UNSUPPORTED_MEDIA_TYPE,
                    "The body is sent in charset " + said.group(1) + ", and this pipeline's events are read as " + read
                            + (spec.format() == Format.JSON ? ", as all JSON" : " (event.encoding)")
                            + ". Nothing was taken; send it in " + read + ", and say so or nothing.");
        }
    }

    private static boolean isCharset(String said, String read) {
        try {
            return Charset.forName(said).name().equals(read);
        } catch (IllegalArgumentException unknown) {
            return false;
        }
    }

    /** @param type of a body that is said to be one document; else empty */
    private void json(String type) throws HttpError {
        int first = skipWhite(begin);
        if (first < length && body[first] == '[') {
            array(first);
        } else if (!type.isEmpty()) {
            object(first, type);
        } else if (oneObject(first)) {
            sink.event(trimmed(first, length));
        } else {
            lines();
        }
    }

    private void whole() {
        if (length > 0) {
            sink.event(Slice.of(body, 0, length));
        }
    }

    private void lines() {
        LineSplitter lines = new LineSplitter(length, sink);
        lines.feed(Slice.of(body, begin, length));
        lines.end();
    }

    /** Whether it is one object on several lines, and nothing else. */
    private boolean oneObject(int first) {
        int end = first < length && body[first] == '{' ? valueEnd(first) : NO_END;
        if (end == NO_END || skipWhite(end) < length) {
            return false;
        }
        for (int i = first; i < end; i++) {
            if (body[i] == '\n') {
                return true;
            }
        }
        return false;
    }

    private void object(int first, String type) throws HttpError {
        if (first == length) {
            return;
        }
        int end = body[first] == '{' ? valueEnd(first) : NO_END;
        int rest = end == NO_END ? length : skipWhite(end);
        if (rest < length) {
            throw unreadable(
                    type + " is one object or one array, and something follows the object at byte " + rest,
                    "send lines as application/x-ndjson");
        }
        sink.event(trimmed(first, length));
    }

    private void array(int bracket) throws HttpError {
        int at = skipWhite(bracket + 1);
        if (at < length && body[at] == ']') {
            end(at + 1);
            return;
        }
        while (true) {
            int end = valueEnd(at);
            if (end == NO_END) {
                throw unreadable(
                        "the array has no end; its last element begins at byte " + at,
                        "send it to the closing bracket");
            }
            if (end == at) {
                throw unreadable("an element of the array is expected at byte " + at, "send well-formed JSON");
            }
            sink.event(trimmed(at, end));
            int next = skipWhite(end);
            if (next == length || (body[next] != ',' && body[next] != ']')) {
                throw unreadable(
                        "a comma or the array's closing bracket is expected at byte " + next, "send well-formed JSON");
            }
            if (body[next] == ']') {
                end(next + 1);
                return;
            }
            at = skipWhite(next + 1);
        }
    }

    private void end(int at) throws HttpError {
        int rest = skipWhite(at);
        if (rest < length) {
            throw unreadable("something follows the array at byte " + rest, "send one array in a request");
        }
    }

    static HttpError unreadable(String fault, String remedy) {
        return new HttpError(
                HttpReply.BAD_REQUEST, "The body cannot be read: " + fault + ". Nothing was taken; " + remedy + ".");
    }

    /** The index after the value that begins here, or {@link #NO_END}. White space may stand before that index. */
    private int valueEnd(int from) {
        int depth = 0;
        for (int i = from; i < length; i++) {
            switch (body[i]) {
                case '"' -> {
                    i = closingQuote(i + 1);
                    if (i == NO_END) {
                        return NO_END;
                    }
                }
                case '{', '[' -> depth++;
                case '}', ']' -> {
                    if (depth == 0) {
                        return i;
                    }
                    if (--depth == 0) {
                        return i + 1;
                    }
                }
                case ',' -> {
                    if (depth == 0) {
                        return i;
                    }
                }
                default -> {
                    // of a number or a word, or between tokens
                }
            }
        }
        return NO_END;
    }

    private int closingQuote(int from) {
        for (int i = from; i < length; i++) {
            if (body[i] == '"') {
                return i;
            }
            i += body[i] == '\\' ? 1 : 0;
        }
        return NO_END;
    }

    private int skipWhite(int from) {
        int at = from;
        while (at < length && white(body[at])) {
            at++;
        }
        return at;
    }

    private Slice trimmed(int from, int until) {
        int end = until;
        while (end > from && white(body[end - 1])) {
            end--;
        }
        return Slice.of(body, from, end);
    }

    private static boolean white(byte c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }
}
