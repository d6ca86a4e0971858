package tallyroll.report;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** One strategy under one fault. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "outcome")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Trial.Measured.class, name = "measured"),
    @JsonSubTypes.Type(value = Trial.NotApplicable.class, name = "not-applicable"),
    @JsonSubTypes.Type(value = Trial.Failed.class, name = "failed")
})
public sealed interface Trial {
    Fault fault();

    /**
     * The fault was done and the totals were compared.
     *
     * @param eventsSent everything sent, copies and replays included
     * @param states at which moment the totals were how; a moment that was not looked at is missing, {@link Moment#AFTER_FAULT}
     *     never is
     * @param note what happened, in a sentence for people
     */
    record Measured(Fault fault, long eventsSent, Map<Moment, State> states, ToRight toRight, String note)
            implements Trial {
        public Measured {
            if (!states.containsKey(Moment.AFTER_FAULT)) {
                throw new IllegalArgumentException(
                        "the trial of %s has no state right after the fault".formatted(fault.label()));
            }
            states = Collections.unmodifiableMap(new EnumMap<>(states));
        }
    }

    /**
     * The fault cannot happen to the strategy.
     *
     * @param missing what it would happen to
     */
    record NotApplicable(Fault fault, Part missing) implements Trial {}

    /**
     * The trial itself went wrong, so nothing is known.
     *
     * @param error what could not be done, and why
     */
    record Failed(Fault fault, String error) implements Trial {}
}
