package tallyroll.wal;

import java.io.Serializable;
import tallyroll.control.Claim;

/**
 * Entries of a claimed range that cannot be given.
 *
 * @param file the segment where they should stand
 */
public record WalGap(Claim.Range range, Cause cause, String file) implements Serializable {
    /** Why entries cannot be given, and what that says of whoever sent them. */
    public enum Cause {
        /** Their bytes fail a checksum. They may have been acknowledged: they are lost unless they are sent again. */
        DAMAGED,
        /** Their file is not there. They may have been acknowledged: they are lost unless they are sent again. */
        MISSING,
        /** Their flush failed, or the process died during it. They were never acknowledged: whoever sent them knows. */
        UNCONFIRMED
    }

    /** The gap in words, without a full stop. */
    public String message() {
        String entries = "entries " + range.from() + " to " + (range.until() - 1) + " (" + range.length() + ") of log "
                + range.partition();
        return switch (cause) {
            case DAMAGED ->
                entries + " cannot be read: bytes of " + file
                        + " fail their checksum; senders may have been told that they were received";
            case MISSING ->
                entries + " cannot be read: " + file
                        + " is not there; senders may have been told that they were received";
            case UNCONFIRMED ->
                entries + " were never written whole: their flush to " + file
                        + " failed or was cut off; no sender was told that they were received";
        };
    }
}
