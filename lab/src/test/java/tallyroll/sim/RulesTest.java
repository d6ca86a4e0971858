package tallyroll.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * A rule that nothing checks does not count: each test switches one off and sees the checks of {@link Judge} and {@link Ledger}
 * go red, on seeds that are green with the rule on.
 */
class RulesTest {
    private static final int SEEDS = 10_000;

    @Test
    void R1_duplicatesCounted_goesRed() {
        red(Off.IDENTITY, "rows after batch");
    }

    @Test
    void R1_noHorizon_goesRed() {
        red(Off.HORIZON, "rows after batch");
    }

    @Test
    void R1_findingsForgotten_goesRed() {
        red(Off.FINDINGS, "rows after batch");
    }

    @Test
    void R1_eventsOfOneRecordAreOne_goesRed() {
        red(Off.ELEMENTS, "rows after batch");
    }

    @Test
    void R1_deletionsCounted_goesRed() {
        red(Off.DELETIONS, "R6");
    }

    @Test
    void R1_deletionsInAnotherBucketForgotten_goesRed() {
        red(Off.DELETIONS_ELSEWHERE, "rows after batch");
    }

    @Test
    void R1_deletionsBeforeTheirEventForgotten_goesRed() {
        red(Off.EARLY_DELETIONS, "rows after batch");
    }

    @Test
    void R1_voidsOfOneBucketForgotten_goesRed() {
        red(Off.VOIDS, "rows after batch");
    }

    @Test
    void R2_bucketsByProcessingTime_goesRed() {
        red(Off.EVENT_TIME, "rows after batch");
    }

    @Test
    void R3_smallConstantTimestamps_goesRed() {
        red(Off.TIMESTAMPS_CONSTANT, "R3");
    }

    @Test
    void R3_timestampsOfTaskClocks_goesRed() {
        red(Off.TIMESTAMPS_TASK_CLOCK, "rows after batch");
    }

    @Test
    void R4_batchNumberIgnored_goesRed() {
        red(Off.APPLIED_ONCE, "R6");
    }

    @Test
    void R5_onlyChangedColumnsWritten_goesRed() {
        red(Off.WHOLE_ROWS, "R5");
    }

    @Test
    void R6_appliedBeforeRecorded_goesRed() {
        red(Off.RECORD_FIRST, "R6");
    }

    @Test
    void R7_sumsOf32Bits_goesRed() {
        red(Off.WIDE_SUMS, "rows after batch");
    }

    @Test
    void R7_moneyAsDouble_goesRed() {
        red(Off.EXACT_MONEY, "rows after batch");
    }

    /** Only a task that wakes up after its claim is over could meet events of later batches. */
    @Test
    void R6_eventsOfLaterBatchesRecounted_goesRed() {
        red(6_700, Off.EARLIER_BATCHES, EnumSet.of(Off.OPEN_CLAIMS), "rows after batch");
    }

    @Test
    void R8_laterBatchesLeaveNoMark_goesRed() {
        red(Off.MARKS, "R8");
    }

    @Test
    void R8_copiesNotLookedForByProof_goesRed() {
        red(Off.PROOF_LOOKS_FOR_COPIES, "R8: batch");
    }

    @Test
    void R9_deadLettersDropped_goesRed() {
        red(Off.DEAD_LETTERS, "R9");
    }

    @Test
    void R10_controlRowNotCompared_goesRed() {
        red(Off.ONE_WRITER, "R10");
    }

    @Test
    void R10_appliedAfterAnotherTookOver_goesRed() {
        red(Off.OPEN_CLAIMS, "rows after batch");
    }

    @Test
    void R10_requestAnsweredBeforeItIsExecuted_goesRed() {
        red(Off.REQUEST_ANSWERED_LAST, "R10: request");
    }

    @Test
    void R11_rerunWritesOverWhatItRecorded_goesRed() {
        red(Off.DURABLE, "R11");
    }

    @Test
    void R11_openBatchForgotten_goesRed() {
        red(Off.RECOVERY, "rows after batch");
    }

    @Test
    void R11_openBatchForgotten_isAnotherClaimOfTheSameNumber() {
        red(Off.RECOVERY, "R11");
    }

    @Test
    void R11_lossesSettledAway_goesRed() {
        red(Off.LOSSES, "rows after batch");
    }

    @Test
    void R12_lateEventsDropped_goesRed() {
        red(Off.LATE_EVENTS, "rows after batch");
    }

    @Test
    void R13_lostRangePassedOver_goesRed() {
        red(Off.GAPS, "R13");
    }

    @Test
    void R13_gapsWrittenByTasks_goesRed() {
        red(Off.GAPS_AT_COMMIT, "R13");
    }

    @Test
    void R14_dirtyBucketsForgotten_goesRed() {
        red(Off.SETTLED_BEFORE_FORGOTTEN, "R14");
    }

    @Test
    void R16_sourceNotCompared_goesRed() {
        red(Off.SOURCE_GUARD, "R16");
    }

    @Test
    void R16_importMovesPositions_goesRed() {
        red(Off.IMPORT_MOVES_NOTHING, "R16");
    }

    @Test
    void R18_forgedEnvelopesBelieved_goesRed() {
        red(Off.ENVELOPE, "R18");
    }

    @Test
    void R18_failingExpressionFailsItsTask_goesRed() {
        red(Off.POISON, "unexpected");
    }

    @Test
    void R19_replacedRunsKept_goesRed() {
        red(Off.REPLACED_DROPPED, "R19");
    }

    @Test
    void R15_unknownTakenAsDone_goesRed() {
        red(Off.UNKNOWN_IS_NOT_DONE, "rows after batch");
    }

    @Test
    void R15_unknownMergedAgain_goesRed() {
        red(Off.UNKNOWN_IS_NOT_FAILED, "R6");
    }

    private static void red(Off rule, String word) {
        red(1, rule, EnumSet.noneOf(Off.class), word);
    }

    /**
     * @param first seed to try, where it is known that many before it do not show it
     * @param besides rules that are off as well, for they would let nothing come this far; alone they must not be what goes red
     */
    private static void red(long first, Off rule, Set<Off> besides, String word) {
        Set<Off> off = EnumSet.of(rule);
        off.addAll(besides);
        List<String> findings = new ArrayList<>();
        for (long seed = first; seed <= SEEDS; seed++) {
            List<String> broken = new World(seed, off).run().broken();
            if (broken.stream().anyMatch(found -> found.startsWith(word))
                    && new World(seed, besides).run().broken().isEmpty()) {
                assertThat(new World(seed, Set.of()).run().broken())
                        .as("seed %d with the rule on", seed)
                        .isEmpty();
                return;
            }
            findings.addAll(broken.subList(0, Math.min(broken.size(), findings.size() < 100 ? 1 : 0)));
        }
        fail("%d seeds without %s: none went red by \"%s\"; found %s", SEEDS, rule, word, findings);
    }
}
