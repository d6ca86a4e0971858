package tallyroll.record;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A record that could not be taken: its bytes, where it came from, and why. Of a long one the beginning is kept, with the whole's
 * length and hash, so that a dead letter can always be written, and whoever has the original can tell that it is the one.
 *
 * @param batch the batch that met it
 * @param source the topic or log, of one of several events in a record with its index, {@code trips[3]}; {@code partition} and {@code offset} where in it
 * @param code a stable name of the reason, {@code not-json}, {@code missing-field} …
 * @param reason the whole sentence
 * @param payload the first {@value #KEPT_BYTES} of its bytes
 * @param bytes how many there were
 * @param sha256 of all of them, in hexadecimal digits, where not all are kept; else empty
 */
public record DeadLetter(
        long batch,
        String source,
        int partition,
        long offset,
        String code,
        String reason,
        byte[] payload,
        long bytes,
        String sha256) {
    /** The code of what a batch was run without, because it failed on it again and again. */
    public static final String QUARANTINED = "quarantined";

    private static final Pattern INDEX = Pattern.compile("\\[[0-9]{1,9}]$");

    /** What is kept of a payload. */
    public static final int KEPT_BYTES = 64 * 1024;

    /**
     * Of one of several events in a record: they stand at one position, and each may be a dead letter.
     *
     * @param element its index, negative where the record is one event
     */
    public static String source(String source, int element) {
        return element < 0 ? source : source + "[" + element + "]";
    }

    /** The topic, log or file that it is of, without the index of one of several events in a record. */
    public String origin() {
        int open = opened();
        return open < 0 ? source : source.substring(0, open);
    }

    /** Its index among the events of its record; negative where the record is one event, or cannot be taken apart. */
    public int element() {
        int open = opened();
        return open < 0 ? -1 : Integer.parseInt(source, open + 1, source.length() - 1, 10);
    }

    /** Where the index begins that {@link #source(String, int)} has put there; names of sources have no brackets. */
    private int opened() {
        Matcher index = INDEX.matcher(source);
        return index.find() ? index.start() : -1;
    }

    /** Whether all of its bytes are here, so that it can be decoded again. */
    public boolean isWhole() {
        return bytes > 0 && payload.length == bytes;
    }

    /** Of a record without bytes. */
    public DeadLetter(long batch, String source, int partition, long offset, String code, String reason) {
        this(batch, source, partition, offset, code, reason, new byte[0], 0, "");
    }

    /** The same, to be named and not read. */
    public DeadLetter withoutBytes() {
        return new DeadLetter(batch, source, partition, offset, code, reason);
    }

    /** The same, with what is to be kept of a whole payload. */
    public DeadLetter keeping(byte[] whole) {
        return new DeadLetter(batch, source, partition, offset, code, reason, kept(whole), whole.length, hash(whole));
    }

    private static byte[] kept(byte[] whole) {
        return whole.length <= KEPT_BYTES ? whole : Arrays.copyOf(whole, KEPT_BYTES);
    }

    private static String hash(byte[] whole) {
        if (whole.length <= KEPT_BYTES) {
            return "";
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(whole));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
