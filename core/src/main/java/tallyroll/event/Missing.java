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

    /** Null stays null; the event becomes a dead letter; a declared value is read instead. */
    public enum Kind {
        NULL,
        REJECT,
        DEFAULT
    }

    public static Missing defaultTo(String value) {
        return new Missing(Kind.DEFAULT, value);
    }
}
