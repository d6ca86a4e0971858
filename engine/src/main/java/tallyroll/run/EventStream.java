package tallyroll.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import tallyroll.batch.BatchRunner;
import tallyroll.control.Claim;
import tallyroll.control.FencedException;
import tallyroll.control.PipelineState;
import tallyroll.control.SourceGuard;
import tallyroll.control.SourcePartition;
import tallyroll.control.SourceReplacedException;
import tallyroll.run.RunOptions.Extent;
import tallyroll.source.Ranges;
import tallyroll.source.SourceBinding;
import tallyroll.source.SourceException;
import tallyroll.source.TallySourceProvider;

/**
 * Structured Streaming as the clock of a run: it says when there is something new.
 *
 * <p>Spark's stream gives only <em>how far</em> the source may be read in a batch. Where a batch begins comes from the control
 * row, so Spark's checkpoint carries nothing that could be lost or be stale; each run begins a new one.
 */
final class EventStream {
    private static final long LOOK_MILLIS = 500;
    private static final long UNKNOWN_LAG = -1;

    private final String pipeline;
    private final RunOptions options;
    private final SourceBinding binding;
    private final SourceGuard guard;
    private final BatchRunner runner;
    private final SettleSchedule settling;
    private final int parallelism;
    /** Nothing is claimed any more: everything that had to be drained is. */
    private volatile boolean closing;

    /** What a stream is of. */
    record Setting(String pipeline, RunOptions options, SourceBinding binding, SourceGuard guard, int parallelism) {}

    EventStream(Setting setting, BatchRunner runner, SettleSchedule settling) {
        pipeline = setting.pipeline();
        options = setting.options();
        binding = setting.binding();
        guard = setting.guard();
        parallelism = setting.parallelism();
        this.runner = runner;
        this.settling = settling;
    }

    /** Asked now and then how the run is to go on. */
    interface Control {
        boolean stopped();

        /** Whether to stop at once, whatever is lost by it: another driver has taken over. */
        boolean fenced();

        /** The stream has begun, and waits for something new. */
        void waiting();
    }

    /** Streams until stopped, or until all is read where that is the end. */
    void run(SparkSession spark, Control control) throws InterruptedException {
        StreamingQuery query = start(spark);
        try {
            while (!query.awaitTermination(LOOK_MILLIS)) {
                if (query.status().message().startsWith("Waiting")) {
                    control.waiting();
                }
                if (control.stopped()) {
                    if (control.fenced() || binding.drained(committed())) {
                        stop(query);
                    }
                } else {
                    settling.turn();
                }
            }
        } catch (StreamingQueryException failed) {
            throw said(failed);
        } catch (RuntimeException failed) {
            // settling did, on this thread, so the stream would go on
            stop(query);
            throw failed;
        }
    }

    /** After the batch in hand. */
    private void stop(StreamingQuery query) {
        closing = true;
        runner.close();
        try {
            query.stop();
        } catch (TimeoutException slow) {
            throw new IllegalStateException("the stream of \"" + pipeline + "\" did not stop in time", slow);
        }
    }

    private StreamingQuery start(SparkSession spark) {
        String checkpoint = Checkpoints.fresh(
                options.checkpoint(), pipeline, runner.lease().state().epoch());
        Trigger trigger = options.extent() == Extent.ONCE
                ? Trigger.AvailableNow()
                : Trigger.ProcessingTime(options.trigger().toMillis());
        DataStreamWriter<Row> writer = spark.readStream()
                .format(TallySourceProvider.NAME)
                .options(binding.streamOptions(committed()))
                .load()
                .writeStream()
                .queryName(pipeline)
                .option("checkpointLocation", checkpoint)
                .trigger(trigger)
                .foreachBatch((Dataset<Row> ends, Long sparkBatch) -> batch(ends.collectAsList()));
        try {
            return writer.start();
        } catch (TimeoutException slow) {
            throw new IllegalStateException("the stream of \"" + pipeline + "\" did not start in time", slow);
        }
    }

    private void batch(List<Row> ends) {
        Map<SourcePartition, Long> from = committed();
        Map<SourcePartition, Long> until = new HashMap<>();
        for (Row end : ends) {
            SourcePartition partition = new SourcePartition(end.getString(0), end.getInt(1));
            from.putIfAbsent(partition, end.getLong(2));
            until.put(partition, end.getLong(3));
        }
        PipelineState state = runner.lease().state();
        List<Claim.Range> ranges = Ranges.cut(state::source, from, until, parallelism);
        if (ranges.isEmpty() || closing) {
            return;
        }
        Map<SourcePartition, Long> read = new HashMap<>(from);
        read.putAll(until);
        runner.ingest(ranges, () -> lag(read)).ifPresent(done -> {
            binding.committed(committed());
            settling.committed(done);
        });
    }

    /** Asked when all is written, before it is committed; that the source does not say is no reason to do it again. */
    private long lag(Map<SourcePartition, Long> read) {
        try {
            return binding.lag(read);
        } catch (SourceException away) {
            if (away.away().isEmpty()) {
                throw away;
            }
            return UNKNOWN_LAG;
        }
    }

    /** Where the source is said to be another, in full. */
    private RuntimeException said(StreamingQueryException failed) {
        Optional<RuntimeException> ours = Causes.of(failed, FencedException.class)
                .map(RuntimeException.class::cast)
                .or(() -> Causes.of(failed, SourceReplacedException.class));
        if (ours.isEmpty() && Causes.of(failed, SourceException.class).isPresent()) {
            try {
                guard.check(List.of());
            } catch (SourceReplacedException replaced) {
                return replaced;
            } catch (RuntimeException unknown) {
                // what failed first says more
            }
        }
        return ours.orElseGet(() -> new IllegalStateException(Causes.message(failed), failed));
    }

    private Map<SourcePartition, Long> committed() {
        return runner.lease().state().positionsNow();
    }
}
