package tallyroll.faultinjection;

import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import tallyroll.summary.WriteOutcome;

/** Lets a fault happen in the batches it is planned for: one known by number, or all from the first that is claimed once armed. */
final class Injection {
    private static final long NOT_ARMED = Long.MAX_VALUE;

    private final InjectedFault fault;
    private final FaultLog log;
    private final boolean onceArmed;
    /** The first batch in which the fault happens. */
    private volatile long first;

    /** The batch claimed last; 0 in a process that claims none, which is the plain client of counters. */
    private volatile long current;

    Injection(InjectedFault fault, FaultLog log, OptionalLong batch) {
        this.fault = fault;
        this.log = log;
        onceArmed = batch.isEmpty();
        first = batch.orElse(NOT_ARMED);
    }

    void claimed(long batch) {
        current = batch;
        armFrom(batch);
        if (isPlanned(batch)) {
            fault.claimed();
        }
    }

    void recording(long batch, Runnable finish) {
        if (isPlanned(batch)) {
            fault.recording(finish);
        } else {
            finish.run();
        }
    }

    CompletionStage<WriteOutcome> writing(long batch, Supplier<CompletionStage<WriteOutcome>> write) {
        return isPlanned(batch) ? fault.writing(write) : write.get();
    }

    /** Of counters, whose additions do not say what batch they belong to. */
    CompletionStage<WriteOutcome> incrementing(Supplier<CompletionStage<WriteOutcome>> write) {
        if (current == 0) {
            armFrom(0);
        }
        return writing(current, write);
    }

    void committing(long batch) {
        if (isPlanned(batch)) {
            fault.committing();
        }
    }

    void committed(long batch) {
        if (batch > first) {
            fault.laterBatchCommitted();
        }
    }

    private void armFrom(long batch) {
        if (first == NOT_ARMED && log.isArmed()) {
            first = batch;
        }
    }

    private boolean isPlanned(long batch) {
        return onceArmed ? batch >= first : batch == first;
    }
}
