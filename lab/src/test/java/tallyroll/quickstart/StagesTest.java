package tallyroll.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tallyroll.batch.BatchListener.Phase;
import tallyroll.batch.CommittedBatch;
import tallyroll.cli.Console;
import tallyroll.cli.Format;
import tallyroll.cli.Progress;
import tallyroll.control.Books;
import tallyroll.control.Claim;
import tallyroll.control.IngestClaim;
import tallyroll.control.SettleClaim;

/** What the quickstart shows of a run. */
class StagesTest {
    private static final long TIMESTAMP = 1_700_000_000_000_000L;
    private static final Instant START = Instant.EPOCH;

    private final StringWriter err = new StringWriter();
    private final Console console =
            new Console(new PrintWriter(err), new PrintWriter(err), false, Path.of("."), Map.of());
    private long shown;
    private final Stages stages = new Stages(console, new Progress() {
        @Override
        public void step(long count) {
            shown += count;
        }

        @Override
        public void close() {
            // nothing is shown
        }
    });

    @Test
    void batches_ofNewEvents_addUpToBooksAndProgress() {
        ingested(1, 600);
        ingested(2, 400);

        assertThat(stages.books().read()).isEqualTo(1_000);
        assertThat(shown).isEqualTo(1_000);
        assertThat(stages.summary())
                .startsWith("2 batches of new events; ")
                .endsWith(" in 0 more and corrected 0 rows");
    }

    @Test
    void batches_ofSettling_areCountedApart() {
        ingested(1, 600);
        settled(2, 7);
        settled(3, 5);

        assertThat(stages.books().read()).isEqualTo(600);
        assertThat(stages.summary())
                .startsWith("1 batches of new events; ")
                .endsWith(" in 2 more and corrected 12 rows");
    }

    @Test
    void table_ofStages_hasTheirTimesAndThroughputs() {
        stages.add("publish", 2_000);
        ingested(1, 1_000);
        settled(2, 7);

        assertThat(stages.table(1_000).text(Format.CSV).lines().skip(1))
                .containsExactly(
                        "publish,2.0,500",
                        "claim,0.1,10000",
                        "\"read, decode, record, summarise\",0.5,2000",
                        "apply,0.3,3333",
                        "settle,0.9,1111");
    }

    @Test
    void logLine_isShown() {
        stages.log("waiting for the lease");

        assertThat(err).hasToString("waiting for the lease\n");
    }

    private void ingested(long batch, long read) {
        Claim claim = new IngestClaim(batch, TIMESTAMP, 0, List.of(new Claim.Range("flights", 0, 0, read)));
        run(new CommittedBatch(claim, new Books(read, read, 1, 0, 0), 0, 10, 0));
    }

    private void settled(long batch, long rows) {
        Claim claim = new SettleClaim(batch, TIMESTAMP, 0, List.of(0L), SettleClaim.Cause.SETTLE);
        run(new CommittedBatch(claim, Books.NONE, 1, rows, 0));
    }

    /** A batch whose phases take 60, 500, 300 and 40 ms. */
    private void run(CommittedBatch batch) {
        stages.began(Phase.CLAIM, START);
        stages.began(Phase.MAP, START.plusMillis(60));
        stages.began(Phase.APPLY, START.plusMillis(560));
        stages.began(Phase.COMMIT, START.plusMillis(860));
        stages.committed(batch, START.plusMillis(900));
    }
}
