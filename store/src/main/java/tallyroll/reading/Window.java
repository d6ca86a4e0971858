package tallyroll.reading;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tallyroll.bucket.Granularity;
import tallyroll.bucket.Period;
import tallyroll.pipeline.InvalidRequestException;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.pipeline.RowTime;
import tallyroll.pipeline.SummaryMode;
import tallyroll.summary.RollupTable;
import tallyroll.time.Micros;

/**
 * Which rows answer: those of a table in a range.
 *
 * @param every the buckets that are answered, which are those of the table or made of them
 * @param from where the first bucket begins, µs
 * @param until bucket that begin then or later are left out, µs
 */
record Window(RollupTable table, Granularity every, long from, long until) {
    /** A partition a period: so many are read one after the other. */
    private static final int MAX_PERIODS = 10_000;

    /**
     * Buckets of a length, from the table that is kept at it or else from the coarsest that it is made of.
     *
     * @param from in the first bucket
     */
    static Window of(Rollup rollup, SummaryMode mode, Granularity every, long from, long until) {
        Window window = new Window(table(rollup, mode, every), every, every.floor(from), until).checked();
        return window.merged() ? new Window(window.table, every, window.from, window.end()) : window;
    }

    /** The coarsest table of a rollup of whose buckets a range is made. */
    static Window whole(Rollup rollup, SummaryMode mode, long from, long until) {
        for (int i = rollup.every().size() - 1; i >= 0; i--) {
            Granularity every = rollup.every().get(i);
            if (every.begins(from) && every.begins(until)) {
                return new Window(RollupTable.answering(rollup, every, mode), every, from, until).checked();
            }
        }
        Granularity finest = rollup.finest();
        if (mode.rowTime() == RowTime.BATCH) {
            return new Window(RollupTable.answering(rollup, finest, mode), finest, from, until).checked();
        }
        throw cut(rollup, finest, finest.begins(from) ? until : from);
    }

    /** This, where it begins and ends as it was asked to, so that it can be added up. */
    Window requireBounds(long asked, long askedUntil) {
        for (long bound : new long[] {asked, askedUntil}) {
            if (!every.begins(bound)) {
                throw cut(table.rollup(), every, bound);
            }
        }
        return this;
    }

    private static InvalidRequestException cut(Rollup rollup, Granularity every, long bound) {
        return new InvalidRequestException("Cannot add up \"" + rollup.name() + "\" to or from "
                + Micros.toInstant(bound) + ": that is within a bucket of " + every + ", which begins at "
                + Micros.toInstant(every.floor(bound)) + " and is kept as a whole; choose where a bucket begins");
    }

    private static RollupTable table(Rollup rollup, SummaryMode mode, Granularity every) {
        if (mode.rowTime() == RowTime.BATCH) {
            return RollupTable.answering(rollup, rollup.finest(), mode);
        }
        Granularity kept = null;
        for (Granularity one : rollup.every()) {
            kept = one.equals(every) || one.divides(every) ? one : kept;
        }
        if (kept == null) {
            throw new InvalidRequestException("Cannot read \"" + rollup.name() + "\" every " + every + " in zone "
                    + every.zone() + ": it is kept every "
                    + rollup.every().stream().map(Granularity::toString).collect(Collectors.joining(", "))
                    + " in zone " + zone(rollup)
                    + ", and no such bucket is made of whole ones of these");
        }
        return RollupTable.answering(rollup, kept, mode);
    }

    /** Where a rollup's days begin: only days and longer buckets have a zone. */
    static ZoneId zone(Rollup rollup) {
        return rollup.every().get(rollup.every().size() - 1).zone();
    }

    private Window checked() {
        if (until <= from) {
            throw new InvalidRequestException("Cannot read \"" + table.rollup().name() + "\" from "
                    + Micros.toInstant(from) + " to " + Micros.toInstant(until)
                    + ": the range is empty; its end names the first instant that is left out");
        }
        Period period = table.period();
        long at = from;
        for (int periods = 0; at < until; periods++) {
            if (periods == MAX_PERIODS) {
                throw new InvalidRequestException(
                        "Cannot read \"" + table.rollup().name() + "\" from "
                                + Micros.toInstant(from) + " to " + Micros.toInstant(until) + " every " + table.every()
                                + ": that is more than " + MAX_PERIODS
                                + " partitions a group; choose a shorter range or longer buckets");
            }
            at = period.next(at);
        }
        return this;
    }

    /** Whether buckets are made of more than one row each. */
    boolean merged() {
        return table.summaryMode().rowTime() == RowTime.BATCH || !table.every().equals(every);
    }

    /** Where the last bucket of the range ends. */
    long end() {
        return every.end(every.floor(until - 1));
    }

    /** Where the interval of a stored row ends. */
    long rowEnd(long bucket) {
        return table.summaryMode().rowTime() == RowTime.EVENT ? table.every().end(bucket) : bucket + 1;
    }

    /** The labels of the periods that hold the rows of the buckets from one on. */
    List<String> periods(long first) {
        Period period = table.period();
        List<String> labels = new ArrayList<>();
        for (long at = period.floor(first); at < until; at = period.next(at)) {
            labels.add(period.label(at));
        }
        return labels;
    }
}
