package tallyroll.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tallyroll.batch.BatchListener.Phase;
import tallyroll.batch.CommittedBatch;
import tallyroll.control.Books;
import tallyroll.control.Claim;
import tallyroll.control.Quarantine;
import tallyroll.control.SettleClaim;
import tallyroll.flow.ApplyReport;
import tallyroll.record.LostEvents;

class LifeSignsTest {
    private static final Instant START = Instant.parse("2026-03-28T08:00:00Z");

    private final List<String> lines = new ArrayList<>();
    private Instant now = START;
    private final LifeSigns signs = new LifeSigns(lines::add, () -> now, () -> true);

    @AfterEach
    void close() {
        signs.close();
    }

    /** What it did not take would be said by nobody. */
    @Test
    void events_all_areTaken() {
        assertThat(RunEvents.class.getMethods()).allSatisfy(event -> assertThat(LifeSigns.class
                        .getMethod(event.getName(), event.getParameterTypes())
                        .getDeclaringClass())
                .as(event.getName())
                .isEqualTo(LifeSigns.class));
    }

    @Test
    void events_ofABatch_arePassedOn() {
        List<String> heard = new ArrayList<>();
        RunEvents below = new RunEvents() {
            @Override
            public void log(String line) {
                heard.add(line);
            }

            @Override
            public void failed(Claim claim, Quarantine.Event event, int times) {
                heard.add("failed");
            }

            @Override
            public void quarantined(Claim claim, Quarantine.Event event) {
                heard.add("quarantined");
            }

            @Override
            public void unreadable(Claim claim, Set<ApplyReport.Damaged> rows) {
                heard.add("unreadable");
            }

            @Override
            public void lost(List<LostEvents> losses) {
                heard.add("lost");
            }
        };
        Claim claim = new SettleClaim(7, 1_700_000_000_000_000L, 0, List.of(1L), Claim.Cause.SETTLE);
        Quarantine.Event event = new Quarantine.Event("flights", 0, 5, "division by zero");
        try (LifeSigns passing = new LifeSigns(below, () -> now, () -> true)) {
            passing.failed(claim, event, 1);
            passing.quarantined(claim, event);
            passing.unreadable(claim, Set.of());
            passing.lost(List.of());
            passing.log("line");
        }

        assertThat(heard).containsExactly("failed", "quarantined", "unreadable", "lost", "line");
    }

    @Test
    void due_nothingSaidForTenSeconds_saysWhatGoesOnAndSinceWhen() {
        signs.entered(RunPhase.STARTING_SPARK, "starting Spark");

        assertThat(signs.due(START.plusMillis(9_999))).isEmpty();
        assertThat(signs.due(START.plusSeconds(10)))
                .contains(new SignOfLife("starting Spark", Duration.ofSeconds(10), 0, 0));
        assertThat(signs.due(START.plusSeconds(19))).isEmpty();
        assertThat(signs.due(START.plusSeconds(20)).orElseThrow().message()).isEqualTo("starting Spark: 20 s");
    }

    @Test
    void due_duringABatch_countsItsTimeThroughAllPhases() {
        signs.next(7);
        signs.began(Phase.CLAIM, now);
        now = START.plusSeconds(4);
        signs.began(Phase.MAP, now);

        assertThat(signs.due(START.plusSeconds(12)))
                .contains(new SignOfLife("batch 7, read to apply", Duration.ofSeconds(12), 0, 0));
    }

    @Test
    void due_somethingElseWasSaid_waitsAgain() {
        signs.began(Phase.CLAIM, now);
        now = START.plusSeconds(8);
        signs.log("a receiver lost its connection");

        assertThat(signs.due(START.plusSeconds(17))).isEmpty();
        assertThat(signs.due(START.plusSeconds(18))).isPresent();
    }

    @Test
    void due_whileThereIsNothingToDo_isQuiet() {
        signs.began(Phase.MAP, now);
        signs.committed(
                new CommittedBatch(
                        new SettleClaim(7, 1_700_000_000_000_000L, 0, List.of(1L), Claim.Cause.SETTLE),
                        Books.NONE,
                        1,
                        0,
                        0),
                now);

        assertThat(signs.due(START.plusSeconds(3_600))).isEmpty();

        signs.began(Phase.CLAIM, now);
        assertThat(signs.due(START.plusSeconds(3_600)).orElseThrow().message()).startsWith("batch 8, claim: ");
    }

    @Test
    void due_untilTheStreamWaitsForEvents_saysThatItStarts() {
        signs.entered(RunPhase.RUNNING, "ready");
        assertThat(signs.due(START.plusSeconds(10)).orElseThrow().message()).isEqualTo("starting the stream: 10 s");

        signs.streaming();

        assertThat(signs.due(START.plusSeconds(3_600))).isEmpty();
    }

    @Test
    void streaming_duringABatch_doesNotSilenceIt() {
        signs.entered(RunPhase.RUNNING, "ready");
        signs.began(Phase.MAP, now);

        signs.streaming();

        assertThat(signs.due(START.plusSeconds(10))).isPresent();
    }

    @Test
    void message_whileAJobRuns_countsItsTasks() {
        assertThat(new SignOfLife("batch 7, read to apply", Duration.ofSeconds(1_234), 3, 1_024).message())
                .isEqualTo("batch 7, read to apply: 3 of 1,024 tasks, 1,234 s");
    }
}
