package tallyroll.flow;

import java.io.Serializable;
import tallyroll.control.Claim;
import tallyroll.event.Expressions;
import tallyroll.pipeline.Pipeline;

/**
 * What every task of a batch is told.
 *
 * @param maxCells cells a map task holds before it sends them on
 */
public record TaskWork(Pipeline pipeline, Expressions expressions, Claim claim, int maxCells) implements Serializable {
    /** Stamps of attempt k (rule R3). */
    public long writeTimestamp(int attempt) {
        if (attempt < 0 || attempt >= Claim.TIMESTAMP_STEP) {
            throw new IllegalArgumentException(
                    "attempt " + attempt + " of batch " + claim.batch() + " leaves no write timestamp: at most "
                            + Claim.TIMESTAMP_STEP + " attempts fit between two claims");
        }
        return claim.writeTimestamp() + attempt;
    }

    /** The fold of new events, as the pipeline's strategy keeps summaries. */
    MapSideAggregator fold(Expressions.Bound bound) {
        long time = pipeline.strategy()
                .summaryMode()
                .rowTime()
                .ofBatch(claim.writeTimestamp())
                .orElse(MapSideAggregator.BY_EVENT_TIME);
        return new MapSideAggregator(pipeline.rollups(), pipeline.event().schema(), bound, maxCells, time);
    }
}
