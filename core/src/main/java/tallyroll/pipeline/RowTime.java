package tallyroll.pipeline;

import java.util.OptionalLong;
import tallyroll.bucket.Granularity;
import tallyroll.bucket.Period;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.time.Micros;

/** Which time a summary row is of, and with that how its table is named and keyed. */
public enum RowTime {
    /** The bucket of event time that its events fall into: a table for each bucket length. */
    EVENT {
        @Override
        public Granularity keptAt(Rollup rollup, Granularity every) {
            return every;
        }

        @Override
        public String tableSuffix(Granularity every) {
            return every.toString();
        }

        @Override
        public String interval(Granularity every) {
            return every.toString();
        }

        @Override
        public String column() {
            return "bucket";
        }

        @Override
        public Period period(Granularity every) {
            return Period.of(every);
        }

        @Override
        public OptionalLong ofBatch(long writeTimestamp) {
            return OptionalLong.empty();
        }

        /** A coarser row is merged from finer ones, so those live as long as it does. A week may end after the month it begins in. */
        @Override
        public long ends(Rollup rollup, long time) {
            long last = Long.MIN_VALUE;
            for (Granularity every : rollup.every()) {
                last = Math.max(last, every.end(every.floor(time)));
            }
            return last;
        }
    },

    /** When the batch of its events was processed: one table, whatever bucket lengths are asked for. */
    BATCH {
        @Override
        public Granularity keptAt(Rollup rollup, Granularity every) {
            return rollup.finest();
        }

        @Override
        public String tableSuffix(Granularity every) {
            return "partials";
        }

        @Override
        public String interval(Granularity every) {
            return "batch";
        }

        @Override
        public String column() {
            return "batch_time";
        }

        @Override
        public Period period(Granularity every) {
            return Period.DAY;
        }

        /** Of the claim and not of the attempt, so that a task tried again writes the same rows; in ms, which is what CQL keeps. */
        @Override
        public OptionalLong ofBatch(long writeTimestamp) {
            return OptionalLong.of(Micros.wholeMillis(writeTimestamp));
        }

        @Override
        public long ends(Rollup rollup, long time) {
            return time;
        }
    };

    /** The bucket length of the table that answers for {@code every}. */
    public abstract Granularity keptAt(Rollup rollup, Granularity every);

    /** What follows the rollup's name in the table's: {@code 1h}, {@code partials}. */
    public abstract String tableSuffix(Granularity every);

    /** What a row of the table stands for, in a word: {@code 1h}, {@code batch}. */
    public abstract String interval(Granularity every);

    /** The clustering column. */
    public abstract String column();

    /** The coarse period in the partition key. */
    public abstract Period period(Granularity every);

    /** The time of all rows of a batch, µs; empty where each event has its own. */
    public abstract OptionalLong ofBatch(long writeTimestamp);

    /** From when on the life of a row of this time counts, µs. */
    public abstract long ends(Rollup rollup, long time);
}
