package tallyroll.source;

import tallyroll.control.Claim;

/**
 * Part of a range expired or was deleted before it was read (rule R13): the caller writes {@link #missing} down as a gap and may
 * go on with the same reader, which continues behind it.
 */
public final class RangeGoneException extends SourceException {
    private static final long serialVersionUID = 1L;

    private final Claim.Range missing;

    RangeGoneException(Claim.Range missing, long logStart) {
        super(
                Fault.EXPIRED,
                "Cannot read offsets " + missing.from() + " to " + (missing.until() - 1) + " of " + missing.source()
                        + "-"
                        + missing.partition() + ": the log now begins at " + logStart
                        + ", so they were deleted before they were read. They are recorded as a gap; to avoid further ones,"
                        + " raise the topic's retention.ms or retention.bytes, or run the pipeline more often.");
        this.missing = missing;
    }

    public Claim.Range missing() {
        return missing;
    }
}
