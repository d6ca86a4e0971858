package tallyroll.summary;

/** What is known of a write after the store answered or did not (rule R15). */
public sealed interface WriteOutcome {
    /** The store acknowledged it. */
    record Written() implements WriteOutcome {
        @Override
        public String cause() {
            return "";
        }
    }

    /**
     * No answer came in time, or one that does not tell: the write may or may not be there, now or later.
     *
     * @param answered a node is up and said that it failed, so there is nothing to wait for
     */
    record Unknown(String cause, boolean answered) implements WriteOutcome {
        public Unknown(String cause) {
            this(cause, false);
        }
    }

    /** The store said no and wrote nothing (overloaded, unavailable): it may be tried again. */
    record Refused(String cause) implements WriteOutcome {}

    WriteOutcome WRITTEN = new Written();

    /** Why it is not known to be written. */
    String cause();
}
