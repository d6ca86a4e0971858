package tallyroll.command;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import tallyroll.batch.BackfillPace;
import tallyroll.batch.LossCheck;
import tallyroll.batch.MigrationProgress;
import tallyroll.batch.Verified;
import tallyroll.cli.Column;
import tallyroll.cli.Console;
import tallyroll.cli.Table;
import tallyroll.control.Books;
import tallyroll.control.ControlStore.BatchEntry;
import tallyroll.control.PipelineState;
import tallyroll.control.SettledCounts;
import tallyroll.control.SourceState;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Pipeline.RecordSpec;
import tallyroll.record.BucketMark;
import tallyroll.record.LostEvents;
import tallyroll.record.SystemOfRecord;
import tallyroll.run.PipelineRun;
import tallyroll.run.RunOptions;
import tallyroll.run.SourceFactory;
import tallyroll.source.SourceException;
import tallyroll.store.Stores;
import tallyroll.time.Micros;

/** The streaming engine: one driver with a lease, whose control row says what it has done. */
record StreamWorker(Pipeline pipeline) implements Worker {
    static final String UNVERIFIABLE = "nothing can be verified: there is no system of record";

    /** By whose pace is told what a migration still takes. */
    private static final int LAST_BATCHES = 100;

    @Override
    public void run(Console console, RunOptions options) throws InterruptedException {
        RunLines lines = new RunLines(console);
        try (PipelineRun run = PipelineRun.open(pipeline, options, lines)) {
            Signals.onFirst(() -> {
                lines.log("stopping after the batch in hand");
                run.stop();
            });
            run.run();
        }
        Books books = lines.books();
        console.say("read %,d = %s %,d + duplicates %,d + dead letters %,d, in %,d batches; %,d rows written"
                .formatted(
                        books.read(),
                        pipeline.strategy().summaryMode().booked(),
                        books.recorded(),
                        books.duplicates(),
                        books.deadLetters(),
                        lines.batches(),
                        lines.rows()));
    }

    @Override
    public Optional<Table> status(Stores stores) {
        return stores.control()
                .read(pipeline.name())
                .map(state -> facts(state, stores.control().history(pipeline.name(), LAST_BATCHES), stores.record()));
    }

    private Table facts(PipelineState state, List<BatchEntry> last, SystemOfRecord stored) {
        List<BucketMark> marks = stored.marks(Long.MIN_VALUE, Long.MAX_VALUE);
        Books books = state.books();
        long settledDuplicates =
                marks.stream().mapToLong(BucketMark::duplicates).sum();
        Set<Long> outdated = MigrationProgress.outdated(state.definition(), marks);
        long dirty = marks.stream()
                .filter(mark -> mark.dirty() || outdated.contains(mark.bucket()))
                .count();
        Table.Builder facts = Table.of(Column.text("fact"), Column.text("value"))
                .row("pipeline", pipeline.name() + ", " + pipeline.strategy().label())
                .row("driver", driver(state))
                .row("last batch", state.committed() == 0 ? "none" : number(state.committed()) + lastWhen(last))
                .row(
                        "open batch",
                        state.open()
                                .map(claim -> "batch " + claim.batch() + " is claimed, not committed")
                                .orElse("none"))
                .row("lag", lag(state))
                .row("source", String.join("; ", sources(state)))
                .row(
                        "books",
                        "read %,d = %s %,d + duplicates %,d + dead letters %,d%s"
                                .formatted(
                                        books.read(),
                                        pipeline.strategy().summaryMode().booked(),
                                        books.recorded(),
                                        books.duplicates(),
                                        books.deadLetters(),
                                        books.balanced() ? "" : "  DOES NOT BALANCE"))
                .row("gaps", GapTable.sum(stored.gaps().totals()));
        pipeline.systemOfRecord()
                .ifPresentOrElse(
                        record -> {
                            if (state.voids() > 0) {
                                facts.row("taken out", "%,d entries, see correct --list".formatted(state.voids()));
                            }
                            facts.row("duplicates found settling", number(settledDuplicates))
                                    .row("buckets", "%,d, of which %,d dirty".formatted(marks.size(), dirty))
                                    .row("settled", settled(state.settled()))
                                    .row("events lost", lost(LossCheck.among(stored, marks)))
                                    .row("verified through", verifiedThrough(record, marks, state));
                            new RetentionFacts(pipeline, state.forgotten(), marks).addTo(facts);
                        },
                        () -> facts.row("verified through", UNVERIFIABLE));
        Optional<BackfillPace> pace = state.holder().isEmpty() ? Optional.empty() : Optional.of(BackfillPace.of(last));
        DefinitionFacts.of(state.definition(), pipeline, marks, pace).forEach(fact -> facts.row("definition", fact));
        return facts.build();
    }

    private static String settled(SettledCounts settled) {
        return "%,d times by proof, %,d by recount; %,d audited, drift %,d rows"
                .formatted(settled.proven(), settled.recounted(), settled.audited(), settled.drifted());
    }

    /** Each topic that was read. */
    private List<String> sources(PipelineState state) {
        boolean several = pipeline.source() instanceof Pipeline.Kafka kafka
                && !kafka.topics().one()
                && !state.sources().isEmpty();
        Collection<String> names = several
                ? new TreeSet<>(state.sources().keySet())
                : List.of(pipeline.source().name());
        return names.stream().map(name -> source(name, state.source(name))).toList();
    }

    private static String source(String name, SourceState source) {
        return source.name(name)
                + (source.id().isEmpty() ? "" : ", id " + source.id())
                + (source.holes() == 0 ? "" : ", %,d positions held no event".formatted(source.holes()))
                + (source.skips().isEmpty()
                        ? ""
                        : ", %,d ranges ahead are skipped"
                                .formatted(source.skips().size()));
    }

    private static String lost(List<LostEvents> losses) {
        return losses.isEmpty()
                ? "none seen"
                : "FROM %,d BUCKETS, which are not settled until \"./tallyroll repair FILE --accept-loss\"; first: %s"
                        .formatted(losses.size(), losses.get(0));
    }

    private static String driver(PipelineState state) {
        return state.holder().isEmpty()
                ? "none running (epoch " + state.epoch() + ")"
                : state.holder() + ", epoch " + state.epoch() + ", lease until "
                        + Micros.toInstant(Micros.wholeMillis(state.leaseUntil()));
    }

    private static String lastWhen(List<BatchEntry> last) {
        return last.isEmpty()
                ? ""
                : ", committed "
                        + Micros.toInstant(Micros.wholeMillis(last.get(0).committedMicros()));
    }

    private String lag(PipelineState state) {
        try {
            return SourceFactory.lag(pipeline, state);
        } catch (SourceException unknown) {
            return "unknown: " + unknown.getMessage();
        }
    }

    private static String verifiedThrough(RecordSpec record, List<BucketMark> marks, PipelineState state) {
        OptionalLong through = Verified.through(record.bucket(), marks, state);
        return through.isEmpty()
                ? "nothing recorded yet"
                : Micros.toInstant(through.getAsLong()).toString();
    }

    private static String number(long value) {
        return "%,d".formatted(value);
    }
}
