package tallyroll.report;

import com.fasterxml.jackson.annotation.JsonValue;

/** When the totals of a trial are compared with the truth. */
public enum Moment {
    /** Everything sent so far has been applied, and nothing has been settled since. */
    AFTER_FAULT("afterFault"),
    /** Settled, if the strategy keeps a record to settle from; otherwise some time later. */
    AFTER_SETTLING("afterSettling"),
    /** Upstream has sent everything again, and that is applied and settled too. */
    AFTER_REPLAY("afterReplay");

    private final String label;

    Moment(String label) {
        this.label = label;
    }

    @JsonValue
    public String label() {
        return label;
    }
}
