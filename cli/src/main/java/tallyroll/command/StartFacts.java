package tallyroll.command;

import java.util.Optional;
import tallyroll.batch.Beginning;
import tallyroll.control.PipelineState;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Pipeline.Kafka;
import tallyroll.pipeline.StartPosition;

/** What {@code source.kafka.start} does to a pipeline. */
final class StartFacts {
    private StartFacts() {}

    /** In a sentence; empty where it says nothing that would not be so anyway. @param state empty of a pipeline that was never run */
    static Optional<String> of(Optional<PipelineState> state, Pipeline pipeline) {
        if (!(pipeline.source() instanceof Kafka kafka) || kafka.start().equals(StartPosition.EARLIEST)) {
            return Optional.empty();
        }
        String start = "source.kafka.start: " + kafka.start().written();
        if (!pipeline.strategy().streaming()) {
            return Optional.of(start + " is where consumer group \"" + pipeline.name()
                    + "\" begins if it has no positions; what lies before is left out, and a gap");
        }
        return Optional.of(
                state.map(Beginning::open).orElse(true)
                        ? start + " is where it begins; what lies before is left out, and a gap"
                        : start + " has no effect: the pipeline has begun already, and goes on at its positions");
    }
}
