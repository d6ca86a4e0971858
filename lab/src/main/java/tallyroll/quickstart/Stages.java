package tallyroll.quickstart;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import tallyroll.batch.CommittedBatch;
import tallyroll.batch.PhaseTimes;
import tallyroll.cli.Column;
import tallyroll.cli.Console;
import tallyroll.cli.Progress;
import tallyroll.cli.Table;
import tallyroll.control.Books;
import tallyroll.run.RunEvents;

/** Adds up how long each stage took, and shows how far the run has come. */
final class Stages implements RunEvents {
    private final Console console;
    private final Progress progress;
    private final PhaseTimes times = new PhaseTimes();
    private final Map<String, Long> millis = new LinkedHashMap<>();
    private Books books = Books.NONE;
    private int batches;
    private int settlings;
    private long corrected;

    Stages(Console console, Progress progress) {
        this.console = console;
        this.progress = progress;
    }

    @Override
    public void began(Phase phase, Instant at) {
        times.began(phase, at);
    }

    @Override
    public void committed(CommittedBatch done, Instant at) {
        times.committed(done, at);
        if (done.forgetting()) {
            add("forget", times.millis());
            return;
        }
        if (done.settling()) {
            settlings++;
            corrected += done.rows();
            add("settle", times.millis());
            return;
        }
        batches++;
        books = books.plus(done.books());
        add("claim", times.millis(Phase.CLAIM) + times.millis(Phase.COMMIT));
        add("read, decode, record, summarise", times.millis(Phase.MAP));
        add("apply", times.millis(Phase.APPLY));
        progress.step(done.books().read());
    }

    @Override
    public void log(String line) {
        console.note(line);
    }

    void add(String stage, long tookMillis) {
        millis.merge(stage, tookMillis, Long::sum);
    }

    Books books() {
        return books;
    }

    String summary() {
        return "%,d batches of new events; settling recounted in %,d more and corrected %,d rows"
                .formatted(batches, settlings, corrected);
    }

    /** Each stage's time, and the topic's records divided by it. */
    Table table(long records) {
        Table.Builder table =
                Table.of(Column.text("stage"), Column.number("time", "s"), Column.number("throughput", "records/s"));
        millis.forEach((stage, took) ->
                table.row(stage, Math.round(took / 100.0) / 10.0, took == 0 ? null : records * 1_000 / took));
        return table.build();
    }

    static long millisSince(long startNanos) {
        return Duration.ofNanos(System.nanoTime() - startNanos).toMillis();
    }
}
