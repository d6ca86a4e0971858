package tallyroll.faultinjection;

import tallyroll.summary.SummaryStore;
import tallyroll.summary.SummaryStoreContract;

/** A fault that does not happen changes nothing. */
class QuietSummariesTest extends SummaryStoreContract {
    private final SummaryStore summaries = new MemoryPorts().withQuietFault().summaries();

    @Override
    protected SummaryStore summaries() {
        return summaries;
    }
}
