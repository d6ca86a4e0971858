package tallyroll.control;

import java.io.Serializable;
import java.util.List;

/**
 * A claimed batch: what it works on and when its writes say they happened. Once claimed, the content never changes; running it
 * again reads the same.
 *
 * @param batch 1, 2, 3 … in the pipeline's log
 * @param writeTimestamp µs; attempt k of a task writes at {@code writeTimestamp + k} (rule R3)
 * @param slice the part of the record that this batch's blocks go to, see {@code record}
 */
public record Claim(long batch, long writeTimestamp, int slice, Content content) implements Serializable {
    /** The room between two stamps, µs: the attempts of a batch's tasks must fit. */
    public static final int TIMESTAMP_STEP = 1_000;

    public Claim {
        if (batch < 1 || writeTimestamp < 1_000_000_000_000_000L) {
            throw new IllegalArgumentException("batch " + batch + " with write timestamp " + writeTimestamp
                    + " µs is not a claim: batches count from 1, write timestamps are µs of this century");
        }
    }

    /** The range that task {@code task} of an ingest reads. */
    public Range range(int task) {
        if (content instanceof Ingest ingest
                && task >= 0
                && task < ingest.ranges().size()) {
            return ingest.ranges().get(task);
        }
        throw new IllegalArgumentException("batch " + batch + " has no range for task " + task + ": " + content);
    }

    /** What a batch works on. */
    public sealed interface Content extends Serializable {}

    /** New events: ranges of the source, one a task. */
    public record Ingest(List<Range> ranges) implements Content {
        private static final long serialVersionUID = 1L;

        public Ingest {
            ranges = List.copyOf(ranges);
        }
    }

    /** Record buckets to recompute, by their start in µs; {@code repair} also compares every stored row. */
    public record Settle(List<Long> buckets, Cause cause) implements Content {
        private static final long serialVersionUID = 1L;

        public Settle {
            buckets = List.copyOf(buckets);
        }
    }

    /** Why buckets are recomputed. */
    public enum Cause {
        SETTLE,
        REPAIR
    }

    /**
     * A half-open range of a source partition.
     *
     * @param source a Kafka topic or the name of a log
     * @param from the first offset
     * @param until one past the last offset
     */
    public record Range(String source, int partition, long from, long until) implements Serializable {
        public Range {
            if (from < 0 || until < from) {
                throw new IllegalArgumentException(
                        "[" + from + ", " + until + ") of " + source + "-" + partition + " is not a range");
            }
        }

        public long length() {
            return until - from;
        }
    }
}
