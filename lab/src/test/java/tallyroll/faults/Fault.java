package tallyroll.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import tallyroll.summary.WriteOutcome;

/**
 * One thing that goes wrong in one batch, once. What happened is appended to a file, so that a test in another process knows
 * when to strike.
 *
 * <p>Written as {@code KIND@BATCH:COUNT}: after {@code COUNT} calls of the kind's place went well.
 */
final class Fault {
    static final String PROPERTY = "tallyroll.fault";
    static final String DIARY = "tallyroll.fault.diary";

    private final Kind kind;
    private final long batch;
    private final int count;
    private final Path diary;
    private final AtomicInteger entered = new AtomicInteger();
    private final CountDownLatch left;
    private final CompletableFuture<Void> allLeft = new CompletableFuture<>();
    private final Queue<Supplier<CompletionStage<WriteOutcome>>> late = new ConcurrentLinkedQueue<>();

    /** What goes wrong. */
    enum Kind {
        /** Stops for ever between the claim and everything else. */
        HOLD_AFTER_CLAIM,
        /** Some tasks have recorded their events, the others stop before they do. */
        HOLD_IN_RECORD,
        /** Some writes of summary rows are done, the others never begin. */
        HOLD_IN_APPLY,
        /** Some writes of summary rows are done, the others are sent when a file {@code go} lies beside the diary. */
        WAIT_IN_APPLY,
        /** Everything is written; the commit never comes. */
        HOLD_BEFORE_COMMIT,
        /** A task fails after all it had to record is recorded. */
        FAIL_AFTER_RECORD,
        /** A task fails amid its writes of summary rows. */
        FAIL_IN_APPLY,
        /** A task fails amid its writes; the write in question arrives when the next batch has been committed. */
        LATE_WRITE,
        /** In turn: written but the answer lost; never sent and no answer; arriving after the next batch and no answer; refused. */
        UNKNOWN,
        /** Cassandra stands still for longer than a client waits. */
        PAUSE
    }

    private Fault(Kind kind, long batch, int count, Path diary) {
        this.kind = kind;
        this.batch = batch;
        this.count = count;
        this.diary = diary;
        left = new CountDownLatch(count);
        if (count == 0) {
            allLeft.complete(null);
        }
    }

    static String text(Kind kind, long batch, int count) {
        return kind + "@" + batch + ":" + count;
    }

    static Optional<Fault> ofThisProcess() {
        return Optional.ofNullable(System.getProperty(PROPERTY))
                .map(text -> text.split("[@:]"))
                .map(part -> new Fault(
                        Kind.valueOf(part[0].toUpperCase(Locale.ROOT)),
                        Long.parseLong(part[1]),
                        Integer.parseInt(part[2]),
                        Path.of(System.getProperty(DIARY))));
    }

    /** Called when a batch has been claimed. */
    void claimed(long claimed) {
        if (kind == Kind.HOLD_AFTER_CLAIM && claimed == batch) {
            hold("claimed");
        }
    }

    /** Called before a batch is committed. */
    void committing(long committing) {
        if (kind == Kind.HOLD_BEFORE_COMMIT && committing == batch) {
            hold("all written");
        }
    }

    /** Called when a batch has been committed. */
    void committed(long committed) {
        if (committed == batch + 1) {
            for (var write = late.poll(); write != null; write = late.poll()) {
                note("late: " + write.get().toCompletableFuture().join());
            }
        }
    }

    /** Called in place of a task's last word to the record. */
    void recording(long recording, Runnable finish) {
        boolean ours = recording == batch && (kind == Kind.HOLD_IN_RECORD || kind == Kind.FAIL_AFTER_RECORD);
        int number = ours ? entered.incrementAndGet() : 0;
        if (ours && kind == Kind.HOLD_IN_RECORD && number > count) {
            await(left);
            hold(count + " tasks have recorded");
        }
        finish.run();
        left.countDown();
        if (ours && kind == Kind.FAIL_AFTER_RECORD && number == count + 1) {
            note("failed after recording");
            throw new IllegalStateException("the test lets this task fail after it recorded");
        }
    }

    /** Called in place of a write of summary rows. */
    CompletionStage<WriteOutcome> writing(long writing, Supplier<CompletionStage<WriteOutcome>> write) {
        if (writing != batch) {
            return write.get();
        }
        int number = entered.incrementAndGet();
        return switch (kind) {
            case HOLD_IN_APPLY -> number <= count ? counted(write) : never();
            case WAIT_IN_APPLY -> number <= count ? counted(write) : whenToldToGo(write);
            case FAIL_IN_APPLY -> number == count + 1 ? failed("failed amid its writes") : write.get();
            case LATE_WRITE -> number == count + 1 ? tooLate(write) : write.get();
            case UNKNOWN -> number <= count ? unclear(number, write) : write.get();
            case PAUSE -> number == count + 1 ? paused(write) : write.get();
            default -> write.get();
        };
    }

    private CompletionStage<WriteOutcome> counted(Supplier<CompletionStage<WriteOutcome>> write) {
        return write.get().whenComplete((outcome, fault) -> {
            left.countDown();
            if (left.getCount() == 0) {
                allLeft.complete(null);
            }
        });
    }

    private CompletionStage<WriteOutcome> never() {
        CompletableFuture<Void> told = allLeft.thenRun(() -> note(count + " writes are done"));
        return told.thenCompose(none -> new CompletableFuture<>());
    }

    private CompletionStage<WriteOutcome> whenToldToGo(Supplier<CompletionStage<WriteOutcome>> write) {
        return allLeft.thenRunAsync(() -> {
                    note(count + " writes are done");
                    Waiting.until(() -> Files.exists(diary.resolveSibling("go")), () -> "nobody says go");
                })
                .thenCompose(none -> write.get())
                .whenComplete((outcome, fault) -> note("sent after go: " + outcome));
    }

    private CompletionStage<WriteOutcome> failed(String what) {
        note(what);
        return CompletableFuture.failedFuture(new IllegalStateException("the test lets this task fail"));
    }

    private CompletionStage<WriteOutcome> tooLate(Supplier<CompletionStage<WriteOutcome>> write) {
        late.add(write);
        return failed("held a write back");
    }

    private CompletionStage<WriteOutcome> unclear(int number, Supplier<CompletionStage<WriteOutcome>> write) {
        WriteOutcome unknown = new WriteOutcome.Unknown("the test lost the answer");
        switch (number % 4) {
            case 1:
                note("written, answer lost");
                return write.get().thenApply(outcome -> unknown);
            case 2:
                note("never sent, no answer");
                return CompletableFuture.completedFuture(unknown);
            case 3:
                note("sent late, no answer");
                late.add(write);
                return CompletableFuture.completedFuture(unknown);
            default:
                note("refused");
                return CompletableFuture.completedFuture(new WriteOutcome.Refused("the test refused it"));
        }
    }

    /** Goes on in a thread of its own: pausing the node takes a while, and this may be a thread of its client. */
    private CompletionStage<WriteOutcome> paused(Supplier<CompletionStage<WriteOutcome>> write) {
        return CompletableFuture.runAsync(Pauses::begin).thenCompose(paused -> {
            note("paused");
            return write.get().thenApply(outcome -> {
                note("answered: " + outcome);
                return outcome;
            });
        });
    }

    private void hold(String what) {
        note(what);
        await(new CountDownLatch(1));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while held by the test", stop);
        }
    }

    private synchronized void note(String line) {
        try {
            Files.writeString(diary, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }
}
