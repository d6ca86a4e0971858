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
    FaultKind fault();

    /**
     * The fault happened and the totals were compared.
     *
     * @param eventsSent everything sent, copies and replays included
     * @param states how the totals compared at each moment; a moment at which they were not compared is missing, {@link
     *     Moment#AFTER_FAULT} never is
     * @param note what happened, in a sentence
     */
    record Measured(FaultKind fault, long eventsSent, Map<Moment, State> states, RecoveryTime recovery, String note)
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
     * @param missing the part it would happen to
     */
    record NotApplicable(FaultKind fault, Part missing) implements Trial {}

    /**
     * The trial itself failed, so nothing is known.
     *
     * @param error what could not be done, and why
     */
    record Failed(FaultKind fault, String error) implements Trial {}
}
