package tallyroll.faultinjection;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Some tasks record their events; the others stop before they do. */
final class HoldInRecord implements InjectedFault {
    private final FaultLog log;
    private final int tasks;
    private final AtomicInteger entered = new AtomicInteger();
    private final CountDownLatch recorded;

    /** @param tasks how many record */
    HoldInRecord(FaultLog log, int tasks) {
        this.log = log;
        this.tasks = tasks;
        recorded = new CountDownLatch(tasks);
    }

    @Override
    public void recording(Runnable finish) {
        if (entered.incrementAndGet() > tasks) {
            FaultLog.await(recorded);
            log.append(tasks + " tasks have recorded");
            FaultLog.holdForever();
        }
        finish.run();
        recorded.countDown();
    }
}
