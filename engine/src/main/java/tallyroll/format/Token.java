package tallyroll.format;

import java.nio.charset.StandardCharsets;
import tallyroll.bytes.Slice;
import tallyroll.decode.Decoding;
import tallyroll.decode.FieldReader;
import tallyroll.event.Event;

/**
 * The value that stands at a declared path of the record in hand: its form, and either bits or bytes. Reused from record to record;
 * not thread-safe.
 */
public final class Token {
    private final Slice bytes = new Slice();
    private final Slice text = new Slice();
    private Form form;
    private long bits;
    private int nanos;

    /** Nothing stands here. */
    public void clear() {
        form = null;
    }

    /** A value of a fixed size: a whole number, the bits of a floating-point number, an ordinal. */
    public void set(Form valueForm, long valueBits) {
        form = valueForm;
        bits = valueBits;
    }

    /** Seconds and nanoseconds. */
    public void set(Form valueForm, long seconds, int valueNanos) {
        form = valueForm;
        bits = seconds;
        nanos = valueNanos;
    }

    /** Bytes that stay as they are until the next record. */
    public void set(Form valueForm, byte[] array, int from, int until) {
        form = valueForm;
        bytes.set(array, from, until);
    }

    /** Reads the value into a field; a missing one leaves it null. */
    public Decoding read(FieldReader reader, Event into) {
        return form == null ? Decoding.OK : form.read(this, reader, into);
    }

    /** A value of a fixed size. */
    public long bits() {
        return bits;
    }

    int nanos() {
        return nanos;
    }

    /** A value that is bytes; to stay where it is. */
    public Slice bytes() {
        return bytes;
    }

    /** A text that stays as it is until the next record. */
    Slice text(String value) {
        return text(value.getBytes(StandardCharsets.UTF_8));
    }

    /** A text of bytes that never change. */
    Slice text(byte[] constant) {
        text.set(constant, 0, constant.length);
        return text;
    }
}
