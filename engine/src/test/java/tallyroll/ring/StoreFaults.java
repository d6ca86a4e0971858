package tallyroll.ring;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import tallyroll.summary.StoreException;
import tallyroll.summary.WriteOutcome;

/** What goes wrong at the stores: a {@link Fault} stands before every write and decides what becomes of it. */
final class StoreFaults {
    private static final Fault NONE = (call, write) -> {
        write.run();
        return WriteOutcome.WRITTEN;
    };

    private final AtomicInteger calls = new AtomicInteger();
    private volatile Fault fault = NONE;

    /** Where something is written. RECORD: a task's last word to the record; SETTLED: the mark of a settled bucket. */
    enum Port {
        CONTROL,
        RECORD,
        SUMMARY,
        COUNTER,
        SETTLED,
        COUNTED,
        HISTORY,
        LETTERS
    }

    /** A write. @param number counts all writes from 1 since the fault was set */
    record Call(Port port, int number) {}

    /** In place of a write: does it or not, and says what the store would have answered, or throws. Called by many threads. */
    interface Fault {
        WriteOutcome write(Call call, Runnable write);
    }

    /** The process that calls the stores is dead: whatever it still tries comes to nothing. */
    static final class ProcessKilled extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ProcessKilled() {
            super("this process was killed on purpose");
        }
    }

    void set(Fault next) {
        fault = next;
        calls.set(0);
    }

    void clear() {
        set(NONE);
    }

    /** Writes since a fault was set. */
    int calls() {
        return calls.get();
    }

    WriteOutcome outcome(Port port, Runnable write) {
        return fault.write(new Call(port, calls.incrementAndGet()), write);
    }

    /** For ports whose writes return when they are done: any other outcome is an exception. */
    void around(Port port, Runnable write) {
        WriteOutcome outcome = outcome(port, write);
        if (!(outcome instanceof WriteOutcome.Written)) {
            throw StoreException.unreachable("no answer on purpose: " + port + " " + outcome, null);
        }
    }

    /** The process dies right before its n-th write. */
    static Fault killedBefore(int n) {
        return (call, write) -> {
            if (call.number() >= n) {
                throw new ProcessKilled();
            }
            return NONE.write(call, write);
        };
    }

    /** The process dies right before its first write to a port. */
    static Fault killedBeforeFirst(Port port) {
        AtomicBoolean dead = new AtomicBoolean();
        return (call, write) -> {
            if (call.port() == port) {
                dead.set(true);
            }
            if (dead.get()) {
                throw new ProcessKilled();
            }
            return NONE.write(call, write);
        };
    }

    /** The process dies right after its n-th write: done, and nobody was told. */
    static Fault killedAfter(int n) {
        return (call, write) -> {
            if (call.number() > n) {
                throw new ProcessKilled();
            }
            WriteOutcome outcome = NONE.write(call, write);
            if (call.number() == n) {
                throw new ProcessKilled();
            }
            return outcome;
        };
    }

    /** The first so many writes of some ports end like this; {@code how} may do them. */
    static Fault first(int count, Set<Port> ports, Fault how) {
        AtomicInteger left = new AtomicInteger(count);
        return of(call -> ports.contains(call.port()) && left.getAndDecrement() > 0, how);
    }

    static Fault first(int count, Port port, Fault how) {
        return first(count, EnumSet.of(port), how);
    }

    /** The first commit after something was applied ends like this. */
    static Fault commit(Fault how) {
        AtomicBoolean applied = new AtomicBoolean();
        AtomicBoolean done = new AtomicBoolean();
        Set<Port> rows = EnumSet.of(Port.SUMMARY, Port.COUNTER);
        return (call, write) -> {
            if (rows.contains(call.port())) {
                applied.set(true);
            }
            boolean commits = call.port() == Port.CONTROL && applied.get() && !done.getAndSet(true);
            return (commits ? how : NONE).write(call, write);
        };
    }

    /** Every second write of a port, from the first on. */
    static Fault everySecond(Port port, Fault how) {
        AtomicInteger seen = new AtomicInteger();
        return of(call -> call.port() == port && seen.getAndIncrement() % 2 == 0, how);
    }

    private static Fault of(Predicate<Call> when, Fault how) {
        return (call, write) -> (when.test(call) ? how : NONE).write(call, write);
    }

    /** Written, and the answer lost. */
    static WriteOutcome answerLost(Call call, Runnable write) {
        write.run();
        return new WriteOutcome.Unknown("the answer was lost on purpose");
    }

    /** Not written, and no answer. */
    static WriteOutcome neverArrived(Call call, Runnable write) {
        return new WriteOutcome.Unknown("the write was lost on purpose");
    }

    static WriteOutcome refused(Call call, Runnable write) {
        return new WriteOutcome.Refused("refused on purpose");
    }

    /** The task fails before it is written. */
    static WriteOutcome taskFailsBefore(Call call, Runnable write) {
        throw new IllegalStateException("this task was made to fail");
    }

    /** Written, and then the task fails. */
    static WriteOutcome taskFailsAfter(Call call, Runnable write) {
        write.run();
        throw new IllegalStateException("this task was made to fail");
    }

    /** Something else happens first, on a thread of its own, while the writer waits. For one write. */
    static final class Meanwhile implements Fault {
        private final Thread other;
        private final CountDownLatch written = new CountDownLatch(1);

        Meanwhile(Runnable other) {
            this.other = new Thread(other, "meanwhile");
        }

        @Override
        public WriteOutcome write(Call call, Runnable write) {
            try {
                other.start();
                other.join();
                return NONE.write(call, write);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while something else happened", stop);
            } finally {
                written.countDown();
            }
        }

        /** Returns once it has happened and the writer has written: those who ran beside the writer may have given up before. */
        void awaitWritten() throws InterruptedException {
            written.await();
        }
    }
}
