package tallyroll.report;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Map;

/**
 * What a trial comes to, in one word.
 *
 * <p>The totals are judged once they have settled. A replay by upstream counts only where it makes them right, or where it is part
 * of the fault itself; else every strategy that cannot tell a copy would be condemned in every trial for the same reason, which has
 * a trial of its own.
 */
public enum Verdict {
    EXACT("exact", "right after the fault, and at every moment since"),
    SETTLED("settled", "wrong at first, right once settled"),
    AFTER_REPLAY("after replay", "right only after upstream had sent again what was missing"),
    OVER("over", "some totals count too many, for good"),
    UNDER("under", "some totals count too few, for good, though the events are kept"),
    LOST("lost", "events are gone, and the totals lack them for good"),
    WRONG("wrong", "the counts are right, other measures are not"),
    NOT_APPLICABLE("n/a", "cannot happen to this strategy"),
    FAILED("failed", "the trial itself failed: nothing is known"),
    NOT_RUN("not run", "left out of this run");

    private final String title;
    private final String message;

    Verdict(String title, String message) {
        this.title = title;
        this.message = message;
    }

    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String title() {
        return title;
    }

    /** What it means, for a legend. */
    public String message() {
        return message;
    }

    /** Whether totals stay wrong. */
    public boolean wrong() {
        return this == OVER || this == UNDER || this == LOST || this == WRONG;
    }

    public static Verdict of(Trial trial) {
        if (trial instanceof Trial.Measured measured) {
            return of(measured);
        }
        return trial instanceof Trial.NotApplicable ? NOT_APPLICABLE : FAILED;
    }

    /** The state that a trial is judged by: once settled, or at the end if sending again is part of the fault. */
    static State judged(Trial.Measured trial) {
        Map<Moment, State> states = trial.states();
        State settled = states.getOrDefault(Moment.AFTER_SETTLING, states.get(Moment.AFTER_FAULT));
        return trial.fault().replays() ? states.getOrDefault(Moment.AFTER_REPLAY, settled) : settled;
    }

    /** By how much totals stay wrong, in % of the events: above 0 too many, below 0 too few; 0 where they are right. */
    static double percentLeft(Trial.Measured trial) {
        State state = judged(trial);
        return switch (of(trial)) {
            case OVER -> state.percent(state.over());
            case LOST -> -state.percent(state.lost());
            case UNDER -> -state.percent(state.under());
            default -> 0;
        };
    }

    private static Verdict of(Trial.Measured trial) {
        State first = trial.states().get(Moment.AFTER_FAULT);
        State settled = trial.states().getOrDefault(Moment.AFTER_SETTLING, first);
        State judged = judged(trial);
        if (judged.exact()) {
            if (!settled.exact()) {
                return AFTER_REPLAY;
            }
            return first.exact() ? EXACT : SETTLED;
        }
        State last = trial.states().getOrDefault(Moment.AFTER_REPLAY, judged);
        return last.exact() ? AFTER_REPLAY : kind(judged);
    }

    /** The greater of what is too much and what is too little names it. */
    private static Verdict kind(State state) {
        if (state.over() == 0 && state.under() == 0) {
            return WRONG;
        }
        if (state.over() >= state.under()) {
            return OVER;
        }
        return state.lost() > 0 ? LOST : UNDER;
    }
}
