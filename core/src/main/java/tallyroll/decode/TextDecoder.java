package tallyroll.decode;

import com.google.re2j.Matcher;
import java.util.List;
import tallyroll.bytes.Slice;
import tallyroll.event.Event;

/**
 * Reads the declared fields of one line of text by a pattern that matches the whole of it. A group that took no part in the match is a
 * missing value. A line end at the end of the record is dropped, and a byte order mark at its beginning.
 */
final class TextDecoder implements FieldDecoder {
    private final TextPattern pattern;
    private final FieldReader[] readers;
    private final int[] groupOf;
    private final Slice value = new Slice();

    /** @throws IllegalArgumentException where a field reads a group that the pattern does not have */
    TextDecoder(TextPattern pattern, List<FieldReader> fields) {
        this.pattern = pattern;
        readers = fields.toArray(new FieldReader[0]);
        groupOf = new int[readers.length];
        for (int i = 0; i < readers.length; i++) {
            String path = readers[i].field().path();
            groupOf[i] = pattern.group(path);
            if (groupOf[i] < 0) {
                throw new IllegalArgumentException(
                        "field \"" + readers[i].field().name() + "\" reads group \"" + path
                                + "\", which is not among the pattern's groups " + pattern.groups());
            }
        }
    }

    @Override
    public Decoding decode(Message message, Event into) {
        Slice record = message.value();
        into.clear();
        int end = CsvDecoder.withoutLineEnd(record);
        int from = record.from() + Preamble.byteOrderMark(record.array(), record.from(), end);
        // Of its own, for the matcher reads whole arrays; the event's strings then point into it.
        byte[] line = Slice.of(record.array(), from, end).toByteArray();
        int broken = Utf8.firstInvalid(Slice.of(line));
        if (broken < line.length) {
            return RejectCode.NOT_UTF8.because(
                    "the line is not valid UTF-8 at byte " + broken + ": " + Seen.bytes(Slice.of(line)));
        }
        Matcher match = pattern.matcher(line);
        if (!match.matches()) {
            return RejectCode.NO_MATCH.because("the line does not match the pattern: " + Seen.bytes(Slice.of(line)));
        }
        for (int i = 0; i < readers.length; i++) {
            int start = match.start(groupOf[i]);
            if (start < 0) {
                continue;
            }
            value.set(line, start, match.end(groupOf[i]));
            Decoding read = readers[i].text(value, into);
            if (!read.ok()) {
                return read;
            }
        }
        return Decoding.OK;
    }
}
