package tallyroll.verify;

import java.util.List;
import java.util.Optional;
import tallyroll.batch.BatchRunner;
import tallyroll.batch.CommittedBatch;
import tallyroll.control.Claim;

/** Has buckets recounted because somebody asked for it. */
final class Recounts {
    private final BatchRunner runner;

    Recounts(BatchRunner runner) {
        this.runner = runner;
    }

    /** @throws UnfinishedBatchException where the batch failed; it may be claimed still */
    Optional<CommittedBatch> of(List<Long> buckets) {
        try {
            return runner.settle(buckets, Claim.Cause.REPAIR);
        } catch (Exception failed) { // also Spark's, which it does not declare
            throw new UnfinishedBatchException(failed);
        }
    }
}
