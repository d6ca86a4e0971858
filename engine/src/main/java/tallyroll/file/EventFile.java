package tallyroll.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Locale;
import java.util.Set;
import tallyroll.bytes.Slice;

/**
 * Cuts a file into the values that a source would give, byte for byte as they stand there.
 *
 * <p>A line is a value; an empty one is none. A JSON file that is one array has a value in each element, and one that begins with an object
 * that does not end on its line is one such object after another. A file of a format that is not text is one value.
 */
public final class EventFile {
    /** Of a file that is not read line by line. */
    private static final int MAX_BYTES = 256 << 20;

    private static final int HEAD_BYTES = 1 << 16;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(MAX_BYTES)
                    .maxNumberLength(MAX_BYTES)
                    .build())
            .build();

    private final String name;
    private final Layout layout;
    private final int maxBytes;

    /** How values stand in a file. */
    public enum Layout {
        /** Lines, or JSON over several of them. */
        JSON,
        /** Lines, of which one that ends within quotes goes on in the next. */
        CSV,
        LINES,
        /** The file is one value. */
        WHOLE;

        private static final Set<String> BINARY = Set.of("AVRO", "PROTOBUF");

        /** @param format the name of an event's format, in any case */
        public static Layout of(String format) {
            String known = format.toUpperCase(Locale.ROOT);
            if (BINARY.contains(known)) {
                return WHOLE;
            }
            return known.equals("TEXT") ? LINES : known.equals("CSV") ? CSV : JSON;
        }
    }

    /** Takes the values. */
    public interface Values {
        /**
         * @param value valid until this returns
         * @param place {@code line 3}, {@code element 1}
         * @return whether to go on
         */
        boolean take(Slice value, String place) throws IOException;
    }

    /**
     * @param name for messages
     * @param maxBytes of a value; of a longer line, one byte more than that is given
     */
    public EventFile(String name, Layout layout, int maxBytes) {
        this.name = name;
        this.layout = layout;
        this.maxBytes = maxBytes;
    }

    /**
     * Whether a file of JSON has values over several lines, or all in one array.
     *
     * @param head the file's beginning
     */
    public static boolean spansLines(byte[] head) {
        return FirstLine.spansLines(head);
    }

    /**
     * Gives all values in their order.
     *
     * @throws EventFileException where it cannot be cut into values, with the place; those before it were given
     */
    public void read(InputStream in, Values values) throws IOException {
        if (layout == Layout.WHOLE) {
            values.take(Slice.of(whole(in)), "the file");
            return;
        }
        byte[] head = in.readNBytes(HEAD_BYTES);
        InputStream all = new SequenceInputStream(new ByteArrayInputStream(head), in);
        if (layout == Layout.JSON && FirstLine.spansLines(head)) {
            elements(whole(all), values);
        } else {
            lines(all, values);
        }
    }

    private void lines(InputStream in, Values values) throws IOException {
        Lines lines = new Lines(in, 0, layout == Layout.CSV, maxBytes);
        boolean more = true;
        while (more && lines.next()) {
            more = values.take(lines.line(), "line " + lines.number());
        }
    }

    private void elements(byte[] bytes, Values values) throws IOException {
        try (JsonParser json = JSON.createParser(bytes)) {
            boolean array = json.nextToken() == JsonToken.START_ARRAY;
            JsonToken token = array ? json.nextToken() : json.currentToken();
            for (long number = 1; token != null && token != JsonToken.END_ARRAY; number++, token = json.nextToken()) {
                if (!token.isStructStart()) {
                    throw cannot(
                            json.currentTokenLocation(),
                            "an object is expected, and \"" + json.getText() + "\" stands there");
                }
                long from = json.currentTokenLocation().getByteOffset();
                json.skipChildren();
                long until = json.currentLocation().getByteOffset();
                if (from < 0) {
                    throw cannot(json.currentLocation(), "it is not encoded in UTF-8");
                }
                if (!values.take(Slice.of(bytes, (int) from, (int) until), (array ? "element " : "object ") + number)) {
                    return;
                }
            }
            if (token == JsonToken.END_ARRAY && json.nextToken() != null) {
                throw cannot(json.currentTokenLocation(), "something follows the array");
            }
        } catch (JsonProcessingException broken) {
            throw new EventFileException(message(broken.getLocation(), broken.getOriginalMessage()), broken);
        }
    }

    private byte[] whole(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new EventFileException(
                    "Cannot read " + name + ": it is larger than " + (MAX_BYTES >> 20)
                            + " MB, and has to be read whole because its events are not in lines. Write one event a line.",
                    null);
        }
        return bytes;
    }

    private EventFileException cannot(JsonLocation where, String why) {
        return new EventFileException(message(where, why), null);
    }

    private String message(JsonLocation where, String why) {
        String place = where == null ? "" : ", line " + where.getLineNr() + ", column " + where.getColumnNr();
        return "Cannot read " + name + place + ": " + why
                + ". It was taken for JSON over several lines, because its first line ends within a value; write well-formed JSON, or one"
                + " event a line.";
    }
}
