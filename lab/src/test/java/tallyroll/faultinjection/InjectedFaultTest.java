package tallyroll.faultinjection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.server.Await;
import tallyroll.summary.WriteOutcome;

/** Each fault happens in its batch, at its place, after as much as planned, and says so in the log. */
class InjectedFaultTest {
    private static final long BATCH = 2;
    private static final WriteOutcome WRITTEN = new WriteOutcome.Written();

    /** Numbers of the writes that reached the store. */
    private final List<Integer> stored = new ArrayList<>();

    @TempDir
    private Path directory;

    private FaultLog log;
    private int sent;

    @BeforeEach
    void logIn() {
        log = FaultLog.in(directory);
    }

    @Test
    void fault_inAnotherBatch_doesNotHappen() {
        Injection injection = FaultSpec.failInApply(0).inBatch(BATCH).in(log);

        injection.claimed(BATCH - 1);

        assertThat(write(injection, BATCH - 1).join()).isEqualTo(WRITTEN);
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void fault_onceArmed_happensFromTheNextClaimedBatch() throws IOException {
        Injection injection = FaultSpec.loseAnswers(1).in(log);
        injection.claimed(7);
        assertThat(write(injection, 7).join()).isEqualTo(WRITTEN);

        log.arm();
        assertThat(write(injection, 7).join()).as("in the batch that was open").isEqualTo(WRITTEN);
        injection.claimed(8);

        assertThat(write(injection, 8).join()).isInstanceOf(WriteOutcome.Unknown.class);
    }

    @Test
    void counters_withoutAnyClaim_areDisturbedOnceArmed() throws IOException {
        Injection injection = FaultSpec.loseAnswers(1).in(log);
        log.arm();

        CompletionStage<WriteOutcome> outcome = injection.incrementing(this::store);

        assertThat(outcome.toCompletableFuture().join()).isInstanceOf(WriteOutcome.Unknown.class);
        assertThat(stored).as("it was added all the same").containsExactly(1);
    }

    @Test
    void holdAfterClaim_claimed_neverReturns() {
        CompletableFuture<Void> claim = inBackground(
                () -> FaultSpec.holdAfterClaim().inBatch(BATCH).in(log).claimed(BATCH));

        awaitLine("claimed");
        assertThat(claim).isNotDone();
    }

    @Test
    void waitAfterClaim_released_goesOnAndDoesNotWaitAgain() throws Exception {
        Injection injection = FaultSpec.waitAfterClaim().inBatch(BATCH).in(log);
        CompletableFuture<Void> claim = inBackground(() -> injection.claimed(BATCH));
        awaitLine("claimed");
        assertThat(claim).isNotDone();

        log.release();

        assertThat(claim).succeedsWithin(Duration.ofSeconds(10));
        injection.claimed(BATCH);
        assertThat(log.lines()).containsExactly("claimed");
    }

    @Test
    void holdInRecord_twoTasksMayFinish_theThirdNeverDoes() {
        Injection injection = FaultSpec.holdInRecord(2).inBatch(BATCH).in(log);
        List<Integer> recorded = new ArrayList<>();
        injection.recording(BATCH, () -> recorded.add(1));
        injection.recording(BATCH, () -> recorded.add(2));

        CompletableFuture<Void> third = inBackground(() -> injection.recording(BATCH, () -> recorded.add(3)));

        awaitLine("2 tasks have recorded");
        assertThat(third).isNotDone();
        assertThat(recorded).containsExactly(1, 2);
    }

    @Test
    void failAfterRecord_theSecondTask_failsWhenItHasRecorded() {
        Injection injection = FaultSpec.failAfterRecord(1).inBatch(BATCH).in(log);
        List<Integer> recorded = new ArrayList<>();
        injection.recording(BATCH, () -> recorded.add(1));

        assertThatThrownBy(() -> injection.recording(BATCH, () -> recorded.add(2)))
                .hasMessage("this task was made to fail after it recorded");
        injection.recording(BATCH, () -> recorded.add(3));

        assertThat(recorded).containsExactly(1, 2, 3);
        assertThat(log.lines()).containsExactly("failed after recording");
    }

    @Test
    void holdInApply_twoWritesAreDone_theOthersNeverBegin() {
        List<CompletableFuture<WriteOutcome>> outcomes = write(FaultSpec.holdInApply(2), 4);

        assertThat(outcomes).extracting(CompletableFuture::isDone).containsExactly(true, true, false, false);
        assertThat(stored).containsExactly(1, 2);
        assertThat(log.lines()).containsOnly(FaultLog.writesDone(2));
    }

    @Test
    void waitInApply_released_sendsTheOthers() throws IOException {
        List<CompletableFuture<WriteOutcome>> outcomes = write(FaultSpec.waitInApply(1), 2);
        awaitLine(FaultLog.writesDone(1));
        assertThat(stored).containsExactly(1);

        log.release();

        assertThat(outcomes.get(1)).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(WRITTEN);
        assertThat(stored).containsExactly(1, 2);
        awaitLine(FaultLog.SENT_AFTER_RELEASE + "Written[]");
    }

    @Test
    void failInApply_oneWrite_failsAndIsNotStored() {
        List<CompletableFuture<WriteOutcome>> outcomes = write(FaultSpec.failInApply(1), 3);

        assertThat(outcomes)
                .extracting(CompletableFuture::isCompletedExceptionally)
                .containsExactly(false, true, false);
        assertThat(stored).containsExactly(1, 2);
        assertThat(log.lines()).containsExactly("failed during its writes");
    }

    @Test
    void lateWrite_laterBatchCommitted_arrivesThen() {
        Injection injection = FaultSpec.lateWrite(1).inBatch(BATCH).in(log);
        assertThat(write(injection, BATCH)).isCompleted();
        assertThat(write(injection, BATCH)).isCompletedExceptionally();

        injection.committed(BATCH);
        assertThat(stored).as("when its own batch is committed").containsExactly(1);
        injection.committed(BATCH + 1);
        injection.committed(BATCH + 2);

        assertThat(stored).containsExactly(1, 2);
        assertThat(log.lines()).containsExactly("held a write back", "late: Written[]");
    }

    @Test
    void loseAnswers_everySecondOfFour_isWrittenAndUnknown() {
        List<CompletableFuture<WriteOutcome>> outcomes = write(FaultSpec.loseAnswers(4), 5);

        assertThat(outcomes)
                .extracting(one -> one.join() instanceof WriteOutcome.Unknown)
                .containsExactly(true, false, true, false, false);
        assertThat(stored).hasSize(5);
    }

    @Test
    void unknownOutcomes_fourWrites_areUnknownInThreeWaysAndRefused() {
        List<CompletableFuture<WriteOutcome>> outcomes = write(FaultSpec.unknownOutcomes(4), 5);

        assertThat(outcomes)
                .extracting(one -> one.join().getClass().getSimpleName())
                .containsExactly("Unknown", "Unknown", "Unknown", "Refused", "Written");
        assertThat(stored).as("the first, whose answer was lost, and the last").hasSize(2);
        assertThat(log.lines())
                .containsExactly("written, answer lost", "never sent, no answer", "sent late, no answer", "refused");
    }

    @Test
    void holdBeforeCommit_committing_neverReturns() {
        CompletableFuture<Void> commit = inBackground(
                () -> FaultSpec.holdBeforeCommit().inBatch(BATCH).in(log).committing(BATCH));

        awaitLine("all written");
        assertThat(commit).isNotDone();
    }

    private List<CompletableFuture<WriteOutcome>> write(FaultSpec fault, int writes) {
        Injection injection = fault.inBatch(BATCH).in(log);
        injection.claimed(BATCH);
        return IntStream.range(0, writes).mapToObj(i -> write(injection, BATCH)).toList();
    }

    private CompletableFuture<WriteOutcome> write(Injection injection, long batch) {
        return injection.writing(batch, this::store).toCompletableFuture();
    }

    private CompletionStage<WriteOutcome> store() {
        stored.add(++sent);
        return CompletableFuture.completedFuture(WRITTEN);
    }

    /** On a thread that nobody waits for: some faults hold theirs for ever. */
    private static CompletableFuture<Void> inBackground(Runnable work) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            work.run();
            done.complete(null);
        });
        thread.setDaemon(true);
        thread.start();
        return done;
    }

    private void awaitLine(String line) {
        assertThat(Await.until(Duration.ofSeconds(10), () -> log.lines().contains(line)))
                .as("the log has \"%s\": %s", line, log.lines())
                .isTrue();
    }
}
