package tallyroll.report;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a trial comes to, in one word.
 *
 * <p>The totals are judged once they have settled. A replay by upstream counts only where it makes them right, or where it is part
 * of the fault itself; otherwise every strategy that cannot recognise a copy would be condemned in every trial for the same reason,
 * which has a trial of its own.
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
    private final String description;

    Verdict(String title, String description) {
        this.title = title;
        this.description = description;
    }

    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String title() {
        return title;
    }

    /** What it means, for a legend. */
    public String description() {
        return description;
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
        State settled = settled(trial);
        return trial.fault().replays() ? states.getOrDefault(Moment.AFTER_REPLAY, settled) : settled;
    }

    /** What stays wrong for good; empty where totals are right in the end. */
    static Optional<State> remaining(Trial.Measured trial) {
        return of(trial).wrong() ? Optional.of(judged(trial)) : Optional.empty();
    }

    /** What stays wrong until upstream sends everything again; empty where no replay is needed or none helps. */
    static Optional<State> untilReplay(Trial.Measured trial) {
        return of(trial) == AFTER_REPLAY ? Optional.of(settled(trial)) : Optional.empty();
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
        State settled = settled(trial);
        State judged = judged(trial);
        if (judged.exact()) {
            if (!settled.exact()) {
                return AFTER_REPLAY;
            }
            return trial.states().get(Moment.AFTER_FAULT).exact() ? EXACT : SETTLED;
        }
        State last = trial.states().getOrDefault(Moment.AFTER_REPLAY, judged);
        return last.exact() ? AFTER_REPLAY : kind(judged);
    }

    /** Without a record nothing settles, and the totals stay as the fault left them. */
    private static State settled(Trial.Measured trial) {
        Map<Moment, State> states = trial.states();
        return states.getOrDefault(Moment.AFTER_SETTLING, states.get(Moment.AFTER_FAULT));
    }

    /** The larger of what is too much and what is too little names it. */
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
