package tallyroll.trial;

import java.util.HashSet;
import java.util.Set;
import tallyroll.report.State;
import tallyroll.trial.Totals.CountAndSum;
import tallyroll.trial.Totals.Slot;

/**
 * What is stored beside what should be. One event too many and one too few in the same row hide each other in the counts; the row's
 * sum shows that it is wrong.
 *
 * @param under by how much rows that count too few fall short, in total
 */
record Comparison(long rows, long wrong, long events, long over, long under) {
    static Comparison of(Totals expected, Totals stored) {
        Set<Slot> slots = new HashSet<>(expected.cells().keySet());
        slots.addAll(stored.cells().keySet());
        long wrong = 0;
        long over = 0;
        long under = 0;
        for (Slot slot : slots) {
            CountAndSum should = expected.cells().getOrDefault(slot, CountAndSum.EMPTY);
            CountAndSum is = stored.cells().getOrDefault(slot, CountAndSum.EMPTY);
            wrong += should.equals(is) ? 0 : 1;
            over += Math.max(0, is.count() - should.count());
            under += Math.max(0, should.count() - is.count());
        }
        return new Comparison(slots.size(), wrong, expected.count(), over, under);
    }

    boolean exact() {
        return wrong == 0;
    }

    /** @param lost events that no longer exist anywhere */
    State state(long lost) {
        return new State(rows, wrong, events, lost, over, under);
    }
}
