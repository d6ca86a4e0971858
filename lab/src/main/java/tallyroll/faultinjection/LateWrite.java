package tallyroll.faultinjection;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import tallyroll.summary.WriteOutcome;

/** One task fails during its writes, and the write in question arrives when a later batch has been committed. */
record LateWrite(FaultLog log, int before, AtomicInteger entered, DelayedWrites delayed) implements InjectedFault {
    /** @param before writes that are done first */
    LateWrite(FaultLog log, int before) {
        this(log, before, new AtomicInteger(), new DelayedWrites(log));
    }

    @Override
    public CompletionStage<WriteOutcome> writing(Supplier<CompletionStage<WriteOutcome>> write) {
        if (entered.incrementAndGet() != before + 1) {
            return write.get();
        }
        delayed.add(write);
        return log.failed("held a write back");
    }

    @Override
    public void laterBatchCommitted() {
        delayed.sendAll();
    }
}
