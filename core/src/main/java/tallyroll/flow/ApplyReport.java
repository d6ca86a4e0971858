package tallyroll.flow;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tallyroll.bucket.Granularity;
import tallyroll.control.Books;
import tallyroll.control.SourceProgress;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.record.Gap;

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
 * @param damaged of a comparison, where all rows stand that differed; of a batch, where rows stand that cannot be read, and were left
 *     as they are
 * @param retried whether an earlier attempt of an apply task, or of a map task, may have left something behind
 */
public record ApplyReport(
        long rows,
        long written,
        long deleted,
        long already,
        long same,
        long drifted,
        List<Drift> drifts,
        Set<Damaged> damaged,
        List<TaskStats> stats,
        boolean retried)
        implements Serializable {
    /** Rows whose drift a task reports in full. */
    static final int MAX_DRIFTS = 10_000;

    public static final ApplyReport NONE = new ApplyReport(0, 0, 0, 0, 0, 0, List.of(), Set.of(), List.of(), false);

    public ApplyReport {
        drifts = List.copyOf(drifts);
        damaged = Set.copyOf(damaged);
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
                joined(damaged, other.damaged),
                joined(stats, other.stats),
                retried || other.retried);
    }

    /** The same, of a task of which an earlier attempt may have left something behind. */
    ApplyReport ofRetried() {
        return new ApplyReport(rows, written, deleted, already, same, drifted, drifts, damaged, stats, true);
    }

    /** The books of all map tasks together. */
    public Books books() {
        return stats.stream().map(TaskStats::books).reduce(Books.NONE, Books::plus);
    }

    /** The record buckets that map tasks touched, and what they did to each. */
    public Map<Long, TaskStats.Touched> touched() {
        Map<Long, TaskStats.Touched> all = new TreeMap<>();
        for (TaskStats task : stats) {
            task.touched().forEach(one -> all.merge(one.bucket(), one, TaskStats.Touched::plus));
        }
        return all;
    }

    /** How far map tasks got with the source. */
    public List<SourceProgress> progress() {
        return stats.stream().flatMap(stats -> stats.progress().stream()).toList();
    }

    /** What map tasks could not read of the source. */
    public List<Gap> gaps() {
        return stats.stream().flatMap(stats -> stats.gaps().stream()).toList();
    }

    /**
     * A summary bucket in which rows differ, of whatever groups: few, however many rows differ.
     *
     * @param rollup the rollup's index; {@code granularity} the index in its {@code every}
     * @param bucket its start, µs
     */
    public record Damaged(int rollup, int granularity, long bucket) implements Serializable {
        /** The record buckets whose events make such a row. */
        public Set<Long> recordBuckets(List<Rollup> rollups, Granularity record) {
            long end = rollups.get(rollup).every().get(granularity).end(bucket);
            Set<Long> buckets = new TreeSet<>();
            for (long at = record.floor(bucket); at < end; at = record.end(at)) {
                buckets.add(at);
            }
            return buckets;
        }
    }

    private static <T> Set<T> joined(Set<T> left, Set<T> right) {
        Set<T> all = new HashSet<>(left);
        all.addAll(right);
        return all;
    }

    private static <T> List<T> joined(List<T> left, List<T> right) {
        List<T> all = new ArrayList<>(left);
        all.addAll(right);
        return all;
    }
}
