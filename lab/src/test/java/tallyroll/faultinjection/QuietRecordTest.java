package tallyroll.faultinjection;

import tallyroll.record.SystemOfRecord;
import tallyroll.record.SystemOfRecordContract;

/** A fault that does not happen changes nothing. */
class QuietRecordTest extends SystemOfRecordContract {
    private final SystemOfRecord record = new MemoryPorts().withQuietFault().record();

    @Override
    protected SystemOfRecord record() {
        return record;
    }
}
