package tallyroll.batch;

import java.util.function.Function;
import tallyroll.control.IngestClaim;
import tallyroll.control.SourceCheck;
import tallyroll.flow.SourceOpener;
import tallyroll.record.SystemOfRecord;

/**
 * What batches are run with.
 *
 * @param source how tasks open the ranges of a claim; asked each time a claim is run
 * @param check asked before new events are claimed, and again before they are committed
 */
public record BatchPorts(
        Jobs jobs, SystemOfRecord record, Function<IngestClaim, SourceOpener> source, SourceCheck check) {
    /** With a source that cannot become another. */
    public BatchPorts(Jobs jobs, SystemOfRecord record, Function<IngestClaim, SourceOpener> source) {
        this(jobs, record, source, SourceCheck.NONE);
    }
}
