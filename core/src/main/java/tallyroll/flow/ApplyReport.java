package tallyroll.flow;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import tallyroll.control.Books;

/**
 * What apply tasks did, and the statistics of the map tasks that came through them.
 *
 * @param rows rows looked at
 * @param written rows written
 * @param deleted rows that had to go
 * @param already rows an earlier attempt had applied
 * @param same rows that were right
 * @param drifted rows that differed, all of them
 * @param drifts the columns that differed, of the first rows only
 */
public record ApplyReport(
        long rows,
        long written,
        long deleted,
        long already,
        long same,
        long drifted,
        List<Drift> drifts,
        List<TaskStats> stats)
        implements Serializable {
    /** Rows whose drift a task reports in full. */
    static final int MAX_DRIFTS = 10_000;

    public static final ApplyReport NONE = new ApplyReport(0, 0, 0, 0, 0, 0, List.of(), List.of());

    public ApplyReport {
        drifts = List.copyOf(drifts);
        stats = List.copyOf(stats);
    }

    public ApplyReport plus(ApplyReport other) {
        return new ApplyReport(
                rows + other.rows,
                written + other.written,
                deleted + other.deleted,
                already + other.already,
                same + other.same,
                drifted + other.drifted,
                joined(drifts, other.drifts),
                joined(stats, other.stats));
    }

    /** The books of all map tasks together. */
    public Books books() {
        return stats.stream().map(TaskStats::books).reduce(Books.NONE, Books::plus);
    }

    private static <T> List<T> joined(List<T> left, List<T> right) {
        List<T> all = new ArrayList<>(left);
        all.addAll(right);
        return all;
    }
}
