package tallyroll.report;

import com.fasterxml.jackson.annotation.JsonValue;

/** When the totals of a trial are looked at. */
public enum Moment {
    /** Everything sent so far is through, nothing has been settled since. */
    AFTER_FAULT("afterFault"),
    /** Settled as far as the strategy can: where it keeps no record there is nothing to settle from, and time passes only. */
    AFTER_SETTLING("afterSettling"),
    /** Upstream has sent again what it would in operation, and that is through and settled too. */
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
