package tallyroll.flow;

import java.io.Serializable;
import tallyroll.control.IngestClaim;
import tallyroll.event.Expressions;
import tallyroll.pipeline.Pipeline;

/**
 * What the tasks of every batch of a pipeline are given.
 *
 * @param maxAccumulators (group, bucket) pairs that a map task holds before it sends them on
 */
public record TaskPlan(Pipeline pipeline, Expressions expressions, int maxAccumulators) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The aggregator of recorded events, by event time. */
    MapSideAggregator aggregator(Expressions.Bound bound) {
        return aggregator(bound, MapSideAggregator.BY_EVENT_TIME);
    }

    /** The aggregator of new events, as the pipeline's strategy keeps summaries. */
    MapSideAggregator aggregatorOfNewEvents(IngestClaim claim, Expressions.Bound bound) {
        return aggregator(
                bound,
                pipeline.strategy()
                        .summaryMode()
                        .rowTime()
                        .ofBatch(claim.writeTimestamp())
                        .orElse(MapSideAggregator.BY_EVENT_TIME));
    }

    private MapSideAggregator aggregator(Expressions.Bound bound, long time) {
        return new MapSideAggregator(pipeline.rollups(), pipeline.event().schema(), bound, maxAccumulators, time);
    }
}
