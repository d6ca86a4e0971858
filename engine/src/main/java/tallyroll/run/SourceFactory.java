package tallyroll.run;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import tallyroll.buffer.BufferBinding;
import tallyroll.control.Claim;
import tallyroll.control.PipelineState;
import tallyroll.event.Expressions;
import tallyroll.flow.SourceOpener;
import tallyroll.pipeline.InvalidRequestException;
import tallyroll.pipeline.Pipeline;
import tallyroll.run.RunOptions.Extent;
import tallyroll.source.SourceBinding;
import tallyroll.source.TopicBinding;
import tallyroll.wal.WalBinding;
import tallyroll.wal.WalDirectory;

/** How events come in: the one place that picks an intake by the strategy's way. */
public final class SourceFactory {
    private SourceFactory() {}

    /** The intake of a driver, not begun. */
    static SourceBinding open(
            Pipeline pipeline, Expressions expressions, RunOptions options, Consumer<String> notices) {
        return switch (pipeline.strategy().ingestionMode()) {
            case DIRECT -> TopicBinding.open(pipeline.kafka());
            case RECEIVER -> {
                refuseOnce(pipeline, options);
                yield new BufferBinding(pipeline, expressions, notices);
            }
            case WAL ->
                new WalBinding(
                        pipeline,
                        expressions,
                        options.extent() == Extent.ONCE || options.receivers() == RunOptions.Receivers.ELSEWHERE
                                ? WalBinding.Receiving.ELSEWHERE
                                : WalBinding.Receiving.HERE,
                        notices);
        };
    }

    /** How tasks open the ranges that an ended driver has claimed. */
    public static Function<Claim, SourceOpener> openers(Pipeline pipeline) {
        SourceOpener opener =
                switch (pipeline.strategy().ingestionMode()) {
                    case DIRECT -> TopicBinding.opener(pipeline.kafka());
                    case RECEIVER -> BufferBinding.gone();
                    case WAL -> WalBinding.opener(pipeline);
                };
        return claim -> opener;
    }

    /** What is not read yet, in words. */
    public static String lag(Pipeline pipeline, PipelineState state) {
        Map<Integer, Long> read = state.positions(pipeline.source().name());
        return switch (pipeline.strategy().ingestionMode()) {
            case DIRECT -> {
                try (TopicBinding topic = TopicBinding.open(pipeline.kafka())) {
                    yield "%,d records".formatted(topic.unread(read));
                }
            }
            case RECEIVER -> "only the driver knows what waits in its memory";
            case WAL ->
                "%,d events in the write-ahead log"
                        .formatted(WalDirectory.open(pipeline).look(Map.of()).unread(read));
        };
    }

    private static void refuseOnce(Pipeline pipeline, RunOptions options) {
        if (options.extent() == Extent.ONCE) {
            throw new InvalidRequestException("Cannot run \"" + pipeline.name() + "\" once: strategy "
                    + pipeline.strategy().label() + " takes events from a "
                    + pipeline.receiver().kind()
                    + " receiver, which has no end. Run it without --once and stop it with SIGTERM or Ctrl-C; it drains"
                    + " what is in memory first.");
        }
    }
}
