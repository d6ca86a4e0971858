package tallyroll.summary;

/** What is known of a write after the store answered or did not (rule R15). */
public sealed interface WriteOutcome {
    /** The store acknowledged it. */
    record Written() implements WriteOutcome {}

    /** No answer came in time, or one that does not tell: the write may or may not be there, now or later. */
    record Unknown(String cause) implements WriteOutcome {}

    /** The store said no and wrote nothing (overloaded, unavailable): it may be tried again. */
    record Refused(String cause) implements WriteOutcome {}

    WriteOutcome WRITTEN = new Written();
}
