package tallyroll.flow;

import java.io.Serializable;
import tallyroll.control.Claim;
import tallyroll.event.Expressions;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Strategy.Keeping;

/**
 * What every task of a batch is told.
 *
 * @param maxCells cells a map task holds before it sends them on
 */
public record TaskWork(Pipeline pipeline, Expressions expressions, Claim claim, int maxCells) implements Serializable {
    /** Stamps of attempt k (rule R3). */
    public long stamp(int attempt) {
        if (attempt < 0 || attempt >= Claim.STAMP_STEP) {
            throw new IllegalArgumentException("attempt " + attempt + " of batch " + claim.batch()
                    + " leaves no stamp: at most " + Claim.STAMP_STEP + " attempts fit between two claims");
        }
        return claim.stamp() + attempt;
    }

    /** The fold of new events, as the pipeline's strategy keeps summaries. */
    Fold fold(Expressions.Bound bound) {
        // of the claim and not of the attempt: a task tried again writes the same rows; in ms, which is what CQL keeps
        long time = pipeline.strategy().keeping() == Keeping.AGGREGATES
                ? claim.stamp() / 1_000 * 1_000
                : Fold.BY_EVENT_TIME;
        return new Fold(pipeline.rollups(), pipeline.event().schema(), bound, maxCells, time);
    }
}
