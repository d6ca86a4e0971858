package tallyroll.sample;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A file or a stream as the records that a topic would hold: lines, the elements of a JSON array, or JSON values with anything but
 * line ends between them. A line may go on inside quotes, as CSV's do.
 */
public final class SampleReader {
    private static final int LONGEST_CSV_LINES = 100;

    private final String origin;
    private final SampleLimits limits;
    private final List<String> remarks = new ArrayList<>();

    private SampleReader(String origin, SampleLimits limits) {
        this.origin = origin;
        this.limits = limits;
    }

    /**
     * Reads until a limit is met or the stream ends; closes nothing, for a read of a terminal or a pipe cannot be broken off.
     *
     * @param origin the source in words: {@code the file "rentals.json"}
     * @throws SampleException where it holds no events, or is no text
     */
    public static Sample read(InputStream in, String origin, SampleLimits limits) {
        return new SampleReader(origin, limits).sample(in);
    }

    private Sample sample(InputStream in) {
        Gathered gathered;
        try {
            gathered = Gathered.from(in, limits);
        } catch (IOException broken) {
            throw new SampleException("Cannot sample " + origin + ": " + broken + ".", broken);
        }
        byte[] bytes = gathered.bytes();
        boolean more = !gathered.ended();
        textOnly(bytes);
        int from = startsWith(bytes, 0xEF, 0xBB, 0xBF) ? 3 : 0;
        if (from > 0) {
            remarks.add("It begins with a byte order mark, which is not part of the first event here.");
        }
        bytes = Arrays.copyOfRange(bytes, from, bytes.length);
        List<byte[]> records = records(bytes, more);
        more |= records.size() > limits.events();
        records = records.subList(0, Math.min(records.size(), limits.events()));
        return new Sample(
                origin,
                (more ? "the first %,d records" : "all %,d records").formatted(records.size()),
                records.stream().map(SampleRecord::of).toList(),
                remarks);
    }

    private void textOnly(byte[] bytes) {
        if (startsWith(bytes, 0xFE, 0xFF) || startsWith(bytes, 0xFF, 0xFE)) {
            throw new SampleException(
                    "Cannot sample " + origin + ": it is UTF-16, and files are cut into lines as UTF-8."
                            + " Convert it first: iconv -f UTF-16 -t UTF-8.");
        }
        BinaryForms.name(bytes).ifPresent(known -> {
            throw new SampleException("Cannot sample " + origin + ": it is " + known + ".");
        });
        BinaryForms.zero(bytes).ifPresent(place -> {
            throw new SampleException("Cannot sample " + origin + ": it is not text (byte " + place
                    + " is 0). A file must hold JSON, CSV or lines of a log; gzip and zstd are unpacked.");
        });
    }

    private List<byte[]> records(byte[] bytes, boolean more) {
        List<byte[]> lines = lines(bytes, more);
        if (lines.isEmpty()) {
            return lines;
        }
        boolean json = lines.get(0)[0] == '{' || lines.get(0)[0] == '[';
        if (!json) {
            return joined(lines);
        }
        Optional<JsonNode> first = JsonText.parse(lines.get(0));
        if (first.isPresent() && !(lines.size() == 1 && first.get().isArray())) {
            return lines;
        }
        List<byte[]> values = values(bytes, more);
        return values.isEmpty() ? lines : values;
    }

    /** Lines that are not blank, without their ends; the last is left out where the text was cut off inside it. */
    private static List<byte[]> lines(byte[] bytes, boolean more) {
        List<byte[]> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= bytes.length; i++) {
            boolean end = i < bytes.length ? bytes[i] == '\n' : !more || lines.isEmpty();
            if (end) {
                int until = i > start && bytes[i - 1] == '\r' ? i - 1 : i;
                if (!new String(bytes, start, until - start, StandardCharsets.ISO_8859_1).isBlank()) {
                    lines.add(Arrays.copyOfRange(bytes, start, until));
                }
                start = i + 1;
            }
        }
        return lines;
    }

    /** Lines of CSV: one whose quotes are not closed goes on in the next. */
    private static List<byte[]> joined(List<byte[]> lines) {
        List<byte[]> records = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            byte[] record = lines.get(i);
            int last = i;
            while (quotes(record) % 2 == 1 && last + 1 < lines.size() && last - i < LONGEST_CSV_LINES) {
                byte[] next = lines.get(++last);
                byte[] both = Arrays.copyOf(record, record.length + 1 + next.length);
                both[record.length] = '\n';
                System.arraycopy(next, 0, both, record.length + 1, next.length);
                record = both;
            }
            boolean closed = quotes(record) % 2 == 0;
            records.add(closed ? record : lines.get(i));
            i = closed ? last : i;
        }
        return records;
    }

    static int quotes(byte[] line) {
        int quotes = 0;
        for (byte one : line) {
            quotes += one == '"' ? 1 : 0;
        }
        return quotes;
    }

    /** JSON values over several lines, and the elements of arrays, as far as they can be read. */
    private List<byte[]> values(byte[] bytes, boolean more) {
        List<byte[]> values = new ArrayList<>();
        boolean elements = false;
        try (JsonParser in = JsonText.FACTORY.createParser(bytes)) {
            for (JsonToken token = in.nextToken();
                    token != null && values.size() <= limits.events();
                    token = in.nextToken()) {
                if (token == JsonToken.START_ARRAY
                        && in.getParsingContext().getParent().inRoot()) {
                    elements = true;
                } else if (token != JsonToken.END_ARRAY) {
                    int from = (int) in.currentTokenLocation().getByteOffset();
                    in.skipChildren();
                    in.finishToken();
                    values.add(Arrays.copyOfRange(
                            bytes, from, (int) in.currentLocation().getByteOffset()));
                }
            }
        } catch (IOException broken) {
            if (!more) {
                remarks.add("What follows value " + values.size() + " is not JSON.");
            }
        }
        if (elements) {
            remarks.add(
                    "It is an array: each of its elements is taken as an event, as POST of an array does. Send each as a"
                            + " record of its own.");
        } else if (!values.isEmpty()) {
            remarks.add("Its values stand on several lines: send each as a record of its own.");
        }
        return values;
    }

    private static boolean startsWith(byte[] bytes, int... start) {
        if (bytes.length < start.length) {
            return false;
        }
        for (int i = 0; i < start.length; i++) {
            if ((bytes[i] & 0xFF) != start[i]) {
                return false;
            }
        }
        return true;
    }
}
