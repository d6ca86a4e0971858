package tallyroll.command;

import tallyroll.batch.CommittedBatch;
import tallyroll.cli.Console;
import tallyroll.control.Books;
import tallyroll.run.RunEvents;

/** Prints a line a batch and keeps the sums. */
final class RunLines implements RunEvents {
    private final Console console;
    private Books books = Books.NONE;
    private long batches;
    private long rows;

    RunLines(Console console) {
        this.console = console;
    }

    @Override
    public void batch(CommittedBatch done) {
        books = books.plus(done.books());
        batches++;
        rows += done.rows();
        long millis = done.claimMillis() + done.mapMillis() + done.applyMillis();
        String times = "%,d ms (claim %,d, read to summarise %,d, apply %,d)"
                .formatted(millis, done.claimMillis(), done.mapMillis(), done.applyMillis());
        console.note(
                done.settling()
                        ? "batch %,d  settled %,d buckets, %,d rows corrected, %s"
                                .formatted(done.claim().batch(), done.buckets(), done.rows(), times)
                        : "batch %,d  %,d events, %,d duplicates, %,d dead letters, %,d rows, lag %,d, %s"
                                .formatted(
                                        done.claim().batch(),
                                        done.books().recorded(),
                                        done.books().duplicates(),
                                        done.books().deadLetters(),
                                        done.rows(),
                                        done.lag(),
                                        times));
    }

    @Override
    public void notice(String line) {
        console.note(line);
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
