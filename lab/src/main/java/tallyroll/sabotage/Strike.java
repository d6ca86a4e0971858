package tallyroll.sabotage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import tallyroll.server.Await;
import tallyroll.summary.WriteOutcome;

/**
 * One thing that goes wrong at a known point, once. What happened is appended to a file, so that another process knows when to
 * strike.
 *
 * <p>Written as {@code KIND@BATCH:COUNT}: in that batch, after {@code COUNT} calls of the kind's place went well. Or as {@code
 * KIND@armed:COUNT}: from the first batch on that is claimed once a file {@code armed} lies beside the diary, whichever number it
 * has. Several are separated by commas.
 */
public final class Strike {
    /** The system property that says which strikes. */
    public static final String PROPERTY = "tallyroll.strike";

    /** The system property that names the diary. */
    public static final String DIARY = "tallyroll.strike.diary";

    /** The file beside the diary that arms strikes. */
    public static final String ARMED = "armed";

    /** The file beside the diary that lets go what waits. */
    public static final String GO = "go";

    private static final long UNKNOWN_BATCH = Long.MAX_VALUE;
    private static final String LOST = "the answer was lost on purpose";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Kind kind;
    private final boolean armedByFile;
    private final int count;
    private final Path diary;
    private final AtomicInteger entered = new AtomicInteger();
    private final CountDownLatch left;
    private final CompletableFuture<Void> allLeft = new CompletableFuture<>();
    private final CompletableFuture<Void> listener = new CompletableFuture<>();
    private final Queue<Supplier<CompletionStage<WriteOutcome>>> late = new ConcurrentLinkedQueue<>();
    /** The first batch to be struck in. */
    private volatile long first;

    /** The batch claimed last; 0 in a process that claims none, which is the plain client of counters. */
    private volatile long current;

    /** What goes wrong. */
    public enum Kind {
        /** Stops for ever between the claim and everything else. */
        HOLD_AFTER_CLAIM,
        /** Stops between the claim and everything else until a file {@code go} lies beside the diary. */
        WAIT_AFTER_CLAIM,
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
        /** Every second of the first writes of summary rows is done, and the answer lost. */
        LOSE_ANSWERS,
        /** In turn: written but the answer lost; never sent and no answer; arriving after the next batch and no answer; refused. */
        UNKNOWN
    }

    private Strike(Kind kind, long batch, int count, Path diary) {
        this.kind = kind;
        armedByFile = batch == UNKNOWN_BATCH;
        first = batch;
        this.count = count;
        this.diary = diary;
        left = new CountDownLatch(count);
        if (count == 0) {
            allLeft.complete(null);
        }
    }

    /** In one batch. */
    public static String inBatch(Kind kind, long batch, int count) {
        return kind + "@" + batch + ":" + count;
    }

    /** From the batch on that follows the file {@value #ARMED}. */
    public static String onceArmed(Kind kind, int count) {
        return kind + "@" + ARMED + ":" + count;
    }

    static List<Strike> ofThisProcess() {
        String all = System.getProperty(PROPERTY, "");
        List<Strike> strikes = new ArrayList<>();
        for (String one : all.isEmpty() ? new String[0] : all.split(",", -1)) {
            strikes.add(parse(one, Path.of(System.getProperty(DIARY))));
        }
        return strikes;
    }

    private static Strike parse(String text, Path diary) {
        String[] part = text.split("[@:]", -1);
        if (part.length != 3) {
            throw new IllegalArgumentException(
                    "the property %s is \"%s\": no KIND@BATCH:COUNT".formatted(PROPERTY, text));
        }
        long batch = part[1].equals(ARMED) ? UNKNOWN_BATCH : Long.parseLong(part[1]);
        return new Strike(Kind.valueOf(part[0].toUpperCase(Locale.ROOT)), batch, Integer.parseInt(part[2]), diary);
    }

    /** Called when a batch has been claimed. */
    void claimed(long claimed) {
        current = claimed;
        armFrom(claimed);
        if (ours(claimed) && kind == Kind.HOLD_AFTER_CLAIM) {
            note("claimed");
            holdForEver();
        }
        if (ours(claimed) && kind == Kind.WAIT_AFTER_CLAIM && entered.incrementAndGet() == 1) {
            note("claimed");
            awaitGo();
        }
    }

    /** Called before a batch is committed. */
    void committing(long committing) {
        if (kind == Kind.HOLD_BEFORE_COMMIT && ours(committing)) {
            note("all written");
            holdForEver();
        }
    }

    /** Called when a batch has been committed. */
    void committed(long committed) {
        if (committed > first) {
            for (var write = late.poll(); write != null; write = late.poll()) {
                note("late: " + write.get().toCompletableFuture().join());
            }
        }
    }

    /** Called in place of a task's last word to the record. */
    void recording(long recording, Runnable finish) {
        boolean ours = ours(recording) && (kind == Kind.HOLD_IN_RECORD || kind == Kind.FAIL_AFTER_RECORD);
        int number = ours ? entered.incrementAndGet() : 0;
        if (ours && kind == Kind.HOLD_IN_RECORD && number > count) {
            await(left);
            note(count + " tasks have recorded");
            holdForEver();
        }
        finish.run();
        left.countDown();
        if (ours && kind == Kind.FAIL_AFTER_RECORD && number == count + 1) {
            note("failed after recording");
            throw new IllegalStateException("this task was made to fail after it recorded");
        }
    }

    /** Called in place of a write of a batch's summary rows. */
    CompletionStage<WriteOutcome> writing(long writing, Supplier<CompletionStage<WriteOutcome>> write) {
        if (!ours(writing)) {
            return write.get();
        }
        int number = entered.incrementAndGet();
        boolean before = number <= count;
        return switch (kind) {
            case HOLD_IN_APPLY -> before ? counted(write) : never();
            case WAIT_IN_APPLY -> before ? counted(write) : whenToldToGo(write);
            case FAIL_IN_APPLY -> before ? counted(write) : number == count + 1 ? failedInTurn() : write.get();
            case LATE_WRITE -> number == count + 1 ? tooLate(write) : write.get();
            case LOSE_ANSWERS -> before && number % 2 == 1 ? answerLost(write) : write.get();
            case UNKNOWN -> before ? unclear(number, write) : write.get();
            default -> write.get();
        };
    }

    /** Called in place of an addition to counters, which does not say of what batch it is. */
    CompletionStage<WriteOutcome> incrementing(Supplier<CompletionStage<WriteOutcome>> write) {
        if (current == 0) {
            armFrom(0);
        }
        return writing(current, write);
    }

    private boolean ours(long batch) {
        return armedByFile ? batch >= first : batch == first;
    }

    private void armFrom(long batch) {
        if (first == UNKNOWN_BATCH && Files.exists(diary.resolveSibling(ARMED))) {
            first = batch;
        }
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
        CompletableFuture<Void> noted = allLeft.thenRun(this::noteDone);
        return noted.thenCompose(none -> new CompletableFuture<>());
    }

    private CompletionStage<WriteOutcome> whenToldToGo(Supplier<CompletionStage<WriteOutcome>> write) {
        if (listener.isDone()) {
            return write.get();
        }
        return allLeft.thenRunAsync(() -> {
                    noteDone();
                    awaitGo();
                    listener.complete(null);
                })
                .thenCompose(none -> write.get())
                .whenComplete((outcome, fault) -> note("sent after go: " + outcome));
    }

    /** Once those before it are answered, so that it is certain that some are done. */
    private CompletionStage<WriteOutcome> failedInTurn() {
        return allLeft.thenCompose(none -> failed("failed amid its writes"));
    }

    private CompletionStage<WriteOutcome> failed(String what) {
        note(what);
        return CompletableFuture.failedFuture(new IllegalStateException("this task was made to fail"));
    }

    private CompletionStage<WriteOutcome> tooLate(Supplier<CompletionStage<WriteOutcome>> write) {
        late.add(write);
        return failed("held a write back");
    }

    private CompletionStage<WriteOutcome> answerLost(Supplier<CompletionStage<WriteOutcome>> write) {
        note("written, answer lost");
        return write.get().thenApply(outcome -> new WriteOutcome.Unknown(LOST));
    }

    private CompletionStage<WriteOutcome> unclear(int number, Supplier<CompletionStage<WriteOutcome>> write) {
        WriteOutcome unknown = new WriteOutcome.Unknown(LOST);
        switch (number % 4) {
            case 1:
                return answerLost(write);
            case 2:
                note("never sent, no answer");
                return CompletableFuture.completedFuture(unknown);
            case 3:
                note("sent late, no answer");
                late.add(write);
                return CompletableFuture.completedFuture(unknown);
            default:
                note("refused");
                return CompletableFuture.completedFuture(new WriteOutcome.Refused("it was refused on purpose"));
        }
    }

    private void noteDone() {
        note(count + " writes are done");
    }

    private void awaitGo() {
        Path go = diary.resolveSibling(GO);
        if (!Await.until(PATIENCE, () -> Files.exists(go))) {
            throw new IllegalStateException("nobody made " + go);
        }
    }

    private static void holdForEver() {
        await(new CountDownLatch(1));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while held on purpose", stop);
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
