package tallyroll.report;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** How long it took from the end of a fault until all totals were right. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = RecoveryTime.After.class, name = "after"),
    @JsonSubTypes.Type(value = RecoveryTime.Never.class, name = "never"),
    @JsonSubTypes.Type(value = RecoveryTime.NotApplicable.class, name = "not-applicable")
})
public sealed interface RecoveryTime {
    /**
     * They became right.
     *
     * @param seconds since the fault ended: the killed process was back, the paused server was resumed, the last bad event was
     *     sent; a replay that was needed is part of it
     */
    record After(double seconds) implements RecoveryTime {}

    /** They are wrong, and nothing will change that. */
    record Never() implements RecoveryTime {}

    /**
     * There is no such time.
     *
     * @param reason such as "right at every moment"
     */
    record NotApplicable(String reason) implements RecoveryTime {}
}
