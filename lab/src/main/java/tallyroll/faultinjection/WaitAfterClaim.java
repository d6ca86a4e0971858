package tallyroll.faultinjection;

import java.util.concurrent.atomic.AtomicBoolean;

/** Stops between the claim of the first planned batch and everything else, until it is released. */
record WaitAfterClaim(FaultLog log, AtomicBoolean done) implements InjectedFault {
    WaitAfterClaim(FaultLog log) {
        this(log, new AtomicBoolean());
    }

    @Override
    public void claimed() {
        if (done.compareAndSet(false, true)) {
            log.append("claimed");
            log.awaitRelease();
        }
    }
}
