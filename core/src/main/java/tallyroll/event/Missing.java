package tallyroll.event;

import java.io.Serializable;

/**
 * What becomes of a field that an event lacks or has as null.
 *
 * @param value the text read in its place where {@code kind} is {@code DEFAULT}, else empty
 */
public record Missing(Kind kind, String value) implements Serializable {
    public static final Missing NULL = new Missing(Kind.NULL, "");
    public static final Missing REJECT = new Missing(Kind.REJECT, "");
    public static final Missing SKIP_ROLLUP = new Missing(Kind.SKIP_ROLLUP, "");

    /**
     * Null stays null; the event becomes a dead letter; a declared value is read instead; null stays null, and rollups that group
     * by the field leave the event out.
     */
    public enum Kind {
        NULL,
        REJECT,
        DEFAULT,
        SKIP_ROLLUP
    }

    /** Whether the field of an event that lacks it is null. */
    public boolean staysNull() {
        return kind == Kind.NULL || kind == Kind.SKIP_ROLLUP;
    }

    public static Missing defaultTo(String value) {
        return new Missing(Kind.DEFAULT, value);
    }
}
