package tallyroll.batch;

import java.util.function.Function;
import tallyroll.control.IngestClaim;
import tallyroll.flow.SourceOpener;
import tallyroll.record.SystemOfRecord;

/**
 * What batches are run with.
 *
 * @param source how tasks open the ranges of a claim; asked each time a claim is run
 */
public record BatchPorts(Jobs jobs, SystemOfRecord record, Function<IngestClaim, SourceOpener> source) {}
