package tallyroll.command;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import tallyroll.batch.CommittedBatch;
import tallyroll.batch.PhaseTimes;
import tallyroll.cli.Console;
import tallyroll.cli.LastWords;
import tallyroll.control.Books;
import tallyroll.control.Claim;
import tallyroll.control.PathMatches;
import tallyroll.control.Quarantine;
import tallyroll.flow.ApplyReport;
import tallyroll.record.LostEvents;
import tallyroll.run.RunEvents;
import tallyroll.run.RunPhase;
import tallyroll.run.SignOfLife;

/** Prints a line a batch and keeps the sums. */
final class RunLines implements RunEvents {
    /** Of so few events a field may well be missing by chance. */
    private static final long EVENTS_THAT_TELL = 1_000;

    private final Console console;
    private final PhaseTimes times = new PhaseTimes();
    private Books books = Books.NONE;
    private long batches;
    private long rows;
    /** Paths that were spoken of. */
    private final Set<String> unmatched = new HashSet<>();

    RunLines(Console console) {
        this.console = console;
    }

    @Override
    public void began(Phase phase, Instant at) {
        times.began(phase, at);
    }

    @Override
    public void committed(CommittedBatch done, Instant at) {
        times.committed(done, at);
        books = books.plus(done.books());
        batches++;
        rows += done.rows();
        if (done.forgetting()) {
            console.note("batch %,d  forgot %,d buckets of the record, %,d ms"
                    .formatted(done.claim().batch(), done.buckets(), times.millis()));
            return;
        }
        String took = "%,d ms (claim %,d, read to summarise %,d, apply %,d)"
                .formatted(
                        times.millis(),
                        times.millis(Phase.CLAIM) + times.millis(Phase.COMMIT),
                        times.millis(Phase.MAP),
                        times.millis(Phase.APPLY));
        console.note(
                done.settling()
                        ? settled(done) + ", " + took
                        : "batch %,d  %,d events, %,d duplicates, %,d dead letters, %,d rows, lag %s, %s"
                                .formatted(
                                        done.claim().batch(),
                                        done.books().recorded(),
                                        done.books().duplicates(),
                                        done.books().deadLetters(),
                                        done.rows(),
                                        done.lag() < 0 ? "unknown" : "%,d".formatted(done.lag()),
                                        took));
    }

    /** Each path once. */
    @Override
    public void matched(PathMatches paths) {
        new TreeMap<>(paths.unmatched()).forEach((path, events) -> {
            if (events >= EVENTS_THAT_TELL && unmatched.add(path)) {
                console.note(
                        "nothing was found at path \"%s\" in any of %,d events: check it, unless no sender fills it; see status"
                                .formatted(path, events));
            }
        });
    }

    private static String settled(CommittedBatch done) {
        String batch = "batch %,d  ".formatted(done.claim().batch());
        if (done.audit()) {
            String audited = batch + "audited %,d buckets".formatted(done.buckets());
            return done.drifted() == 0
                    ? audited + ", all rows right"
                    : audited
                            + ". DRIFT: %,d rows of settled buckets differed from the record and were corrected"
                                    .formatted(done.drifted());
        }
        String proven = done.proven() == 0 ? "" : ", %,d of them by proof".formatted(done.proven());
        return batch + "settled %,d buckets%s, %,d rows corrected".formatted(done.buckets(), proven, done.rows());
    }

    @Override
    public void failed(Claim claim, Quarantine.Event event, int times) {
        console.note("batch %,d failed on %s (%s) for the %d. time; it is run again"
                .formatted(claim.batch(), event.name(), event.reason(), times));
    }

    @Override
    public void quarantined(Claim claim, Quarantine.Event event) {
        console.note("QUARANTINED by batch %,d: %s (%s). The batch goes on without it; it is a dead letter, see status"
                .formatted(claim.batch(), event.name(), event.reason()));
    }

    @Override
    public void unreadable(Claim claim, Set<ApplyReport.Damaged> rows) {
        console.note(
                "batch %,d left rows of %,d buckets as they are, for it cannot read them; they are made again from the record"
                        .formatted(claim.batch(), rows.size()));
    }

    @Override
    public void lost(List<LostEvents> losses) {
        losses.forEach(loss -> console.note("NOT SETTLED, the record has lost events: " + loss
                + "; bring them back, or accept the loss with \"./tallyroll repair FILE --accept-loss\""));
    }

    @Override
    public void log(String line) {
        console.note(line);
    }

    @Override
    public void entered(RunPhase phase, String line) {
        console.note(line);
    }

    @Override
    public void alive(SignOfLife sign) {
        console.note(sign.message());
    }

    @Override
    public void died(Throwable error) {
        LastWords.dieOf(error);
    }

    Books books() {
        return books;
    }

    long batches() {
        return batches;
    }

    long rows() {
        return rows;
    }
}
