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
    public long stamp(int attempt) {
        if (attempt < 0 || attempt >= Claim.STAMP_STEP) {
            throw new IllegalArgumentException("attempt " + attempt + " of batch " + claim.batch()
                    + " leaves no stamp: at most " + Claim.STAMP_STEP + " attempts fit between two claims");
        }
        return claim.stamp() + attempt;
    }
}
