package tallyroll.format;

import tallyroll.bytes.Slice;
import tallyroll.decode.Decoding;
import tallyroll.decode.RejectCode;

/**
 * The bytes of one record in a binary encoding, and how far they are read. After the first fault every read gives 0 and moves nothing. Not
 * thread-safe.
 */
public abstract class BinaryInput {
    /** As of JSON. */
    public static final int MAX_LEVELS = 64;

    private final RejectCode code;
    private final String what;
    protected byte[] raw;
    protected int at;
    protected int end;
    private int begin;
    private Decoding fault = Decoding.OK;

    /**
     * @param code of a fault in the encoding
     * @param what the beginning of the sentence that says so
     */
    protected BinaryInput(RejectCode code, String what) {
        this.code = code;
        this.what = what;
    }

    public void start(Slice record, int from) {
        raw = record.array();
        begin = record.from();
        at = from;
        end = record.until();
        fault = Decoding.OK;
    }

    public final boolean ok() {
        return fault.ok();
    }

    public final Decoding fault() {
        return fault;
    }

    public final byte[] raw() {
        return raw;
    }

    /** A number of variable length. */
    public abstract long varint();

    /** A number of bytes that follow, which are there. */
    public final int length() {
        long length = varint();
        if (length < 0 || length > end - at) {
            fail("a length of " + length + " is given, and " + (end - at) + " bytes are left");
            return 0;
        }
        return (int) length;
    }

    /** Moves on over bytes; returns where they begin. */
    public final int skip(int bytes) {
        int from = at;
        if (bytes > end - at) {
            fail("it ends too early: " + bytes + " bytes are expected, and " + (end - at) + " are left");
            return from;
        }
        at += bytes;
        return from;
    }

    /** So many bytes as a number, low byte first. */
    public final long littleEndian(int bytes) {
        int from = skip(bytes);
        long value = 0;
        for (int i = ok() ? bytes - 1 : -1; i >= 0; i--) {
            value = value << 8 | (raw[from + i] & 0xffL);
        }
        return value;
    }

    public final void fail(String why) {
        refuse(code, what + ": at byte " + (at - begin) + ", " + why);
    }

    protected final void refuse(RejectCode rejected, String why) {
        if (fault.ok()) {
            fault = rejected.because(why);
        }
        at = end;
    }
}
