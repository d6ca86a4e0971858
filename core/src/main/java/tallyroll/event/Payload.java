package tallyroll.event;

import java.io.Serializable;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * What stands between a record's bytes and its format, and which records are no events from the start.
 *
 * @param compression how values are packed
 * @param encoding the name of the charset of CSV and text
 * @param ignoresTombstones whether a record without a value is passed over; else it is a dead letter
 * @param pattern of a line of text, a regular expression with named groups; empty for other formats
 */
public record Payload(Compression compression, String encoding, boolean ignoresTombstones, String pattern)
        implements Serializable {
    /** The record's bytes as they are, in UTF-8. */
    public static final Payload PLAIN = new Payload(Compression.NONE, "UTF-8", false, "");

    /** How a record's value is packed, each by itself. */
    public enum Compression {
        NONE,
        GZIP,
        ZSTD,
        /** Told by the first bytes of each value: gzip, zstd, or not packed. */
        AUTO
    }

    public Charset charset() {
        return Charset.forName(encoding);
    }

    /** Whether nothing has to be done to text before it is read. */
    public boolean isUtf8() {
        return charset().equals(StandardCharsets.UTF_8);
    }
}
