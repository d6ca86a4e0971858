package tallyroll.run;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import tallyroll.cli.Failure;
import tallyroll.control.Claim;
import tallyroll.event.Expressions;
import tallyroll.flow.SourceOpener;
import tallyroll.pipeline.Pipeline;
import tallyroll.receiver.BufferIntake;
import tallyroll.source.Intake;
import tallyroll.source.TopicIntake;

/** How events come in: the one place that picks an intake by the strategy's way. */
public final class Ways {
    private Ways() {}

    /** The intake of a driver, not begun. */
    static Intake open(Pipeline pipeline, Expressions expressions, RunOptions options, Consumer<String> notices) {
        return switch (pipeline.strategy().way()) {
            case DIRECT -> TopicIntake.open(pipeline.kafka());
            case RECEIVER -> {
                refuseOnce(pipeline, options);
                yield new BufferIntake(pipeline, expressions, notices);
            }
            case WAL -> throw new IllegalStateException("wal");
        };
    }

    /** How tasks open the ranges that an ended driver has claimed. */
    public static Function<Claim, SourceOpener> openers(Pipeline pipeline) {
        SourceOpener opener =
                switch (pipeline.strategy().way()) {
                    case DIRECT -> TopicIntake.opener(pipeline.kafka());
                    case RECEIVER -> BufferIntake.gone();
                    case WAL -> throw new IllegalStateException("wal");
                };
        return claim -> opener;
    }

    /** What is not read yet, in words. @param positions of the control row */
    static String lag(Pipeline pipeline, Map<String, Long> positions) {
        return switch (pipeline.strategy().way()) {
            case DIRECT -> {
                try (TopicIntake topic = TopicIntake.open(pipeline.kafka())) {
                    yield "%,d records".formatted(unread(topic, positions));
                }
            }
            case RECEIVER -> "only the driver knows what waits in its memory";
            case WAL -> throw new IllegalStateException("wal");
        };
    }

    private static long unread(Intake intake, Map<String, Long> positions) {
        return intake.latest().entrySet().stream()
                .mapToLong(end ->
                        Math.max(0, end.getValue() - positions.getOrDefault(intake.source() + "-" + end.getKey(), 0L)))
                .sum();
    }

    private static void refuseOnce(Pipeline pipeline, RunOptions options) {
        if (options.extent() == RunOptions.Extent.ONCE) {
            throw Failure.usage("Cannot run \"" + pipeline.name() + "\" once: strategy "
                    + pipeline.strategy().label() + " takes events from a "
                    + pipeline.receiver().kind()
                    + " receiver, which has no end. Run it without --once and stop it with SIGTERM or Ctrl-C; it works off"
                    + " what is in memory first.");
        }
    }
}
