package tallyroll.faultinjection;

import tallyroll.control.ControlStore;
import tallyroll.control.ControlStoreContract;

/** A fault that does not happen changes nothing. */
class QuietControlTest extends ControlStoreContract {
    private final ControlStore control = new MemoryPorts().withQuietFault().control();

    @Override
    protected ControlStore control() {
        return control;
    }
}
