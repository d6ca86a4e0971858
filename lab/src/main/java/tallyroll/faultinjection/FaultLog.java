package tallyroll.faultinjection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import tallyroll.server.Await;
import tallyroll.summary.WriteOutcome;

/**
 * How faults and whoever watches them talk to each other across processes: a file to which each fault appends a line when it has
 * happened, and two files beside it by which the watcher arms a fault and releases what waits.
 *
 * @param file may not exist yet
 */
public record FaultLog(Path file) {
    /** How a line begins about a write that was sent once its fault was released; what became of it follows. */
    public static final String SENT_AFTER_RELEASE = "sent after release: ";

    static final WriteOutcome NO_ANSWER = new WriteOutcome.Unknown("the answer was lost on purpose");

    private static final Duration RELEASE_LIMIT = Duration.ofMinutes(3);

    /** The log of a directory. */
    public static FaultLog in(Path directory) {
        return new FaultLog(directory.resolve("faults.log"));
    }

    /** Faults that are planned for when they are armed happen from the next batch on. */
    public void arm() throws IOException {
        Files.createFile(armedFile());
    }

    /** Lets what waits go on. */
    public void release() throws IOException {
        Files.createFile(releaseFile());
    }

    /** What has happened so far, a line each. */
    public List<String> lines() {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The line of a fault that lets so many writes through first. */
    public static String writesDone(int count) {
        return count + " writes are done";
    }

    boolean isArmed() {
        return Files.exists(armedFile());
    }

    void awaitRelease() {
        if (!Await.until(RELEASE_LIMIT, () -> Files.exists(releaseFile()))) {
            throw new IllegalStateException("held on purpose and not released within %d s: there is no file %s"
                    .formatted(RELEASE_LIMIT.toSeconds(), releaseFile()));
        }
    }

    synchronized void append(String line) {
        try {
            Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    void appendWritesDone(int count) {
        append(writesDone(count));
    }

    /** Fails the write, and with it the task. */
    CompletionStage<WriteOutcome> failed(String line) {
        append(line);
        return CompletableFuture.failedFuture(new IllegalStateException("this task was made to fail"));
    }

    /** Writes, and keeps the answer from the sender. */
    CompletionStage<WriteOutcome> answerLost(Supplier<CompletionStage<WriteOutcome>> write) {
        append("written, answer lost");
        return write.get().thenApply(outcome -> NO_ANSWER);
    }

    static void holdForever() {
        await(new CountDownLatch(1));
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while held on purpose", stop);
        }
    }

    private Path armedFile() {
        return file.resolveSibling("armed");
    }

    private Path releaseFile() {
        return file.resolveSibling("release");
    }
}
