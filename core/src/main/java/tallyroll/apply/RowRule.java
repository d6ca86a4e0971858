package tallyroll.apply;

import tallyroll.summary.SummaryRow;

/** Decides what becomes of a row, given what is stored. Pure: asked again after an unknown write, it must answer from what is stored then. */
@FunctionalInterface
public interface RowRule {
    /** @param stored the row as read, or null where there is none */
    Decision decide(long bucket, SummaryRow stored);
}
