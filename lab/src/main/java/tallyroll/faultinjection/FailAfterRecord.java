package tallyroll.faultinjection;

import java.util.concurrent.atomic.AtomicInteger;

/** One task fails after everything it had to record is recorded. */
record FailAfterRecord(FaultLog log, int before, AtomicInteger entered) implements InjectedFault {
    /** @param before tasks that finish without a failure first */
    FailAfterRecord(FaultLog log, int before) {
        this(log, before, new AtomicInteger());
    }

    @Override
    public void recording(Runnable finish) {
        int number = entered.incrementAndGet();
        finish.run();
        if (number == before + 1) {
            log.append("failed after recording");
            throw new IllegalStateException("this task was made to fail after it recorded");
        }
    }
}
