package tallyroll.importing;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import tallyroll.batch.BatchRunner;
import tallyroll.batch.CommittedBatch;
import tallyroll.bucket.Granularity;
import tallyroll.control.Books;
import tallyroll.control.Claim;
import tallyroll.control.Request;
import tallyroll.pipeline.InvalidRequestException;
import tallyroll.pipeline.Pipeline;
import tallyroll.record.GapStore;
import tallyroll.retry.RetryPolicy;

/**
 * Brings events in from elsewhere, some pieces a batch of the pipeline's own log, so that an import cannot race the stream (rule R10), and new events take
 * turns with it.
 *
 * <p>Why nothing counts twice: an imported event has the identity that the source would give it, and of events with one identity one
 * counts, whichever way they came. So pieces that were imported before are imported again without harm.
 */
public final class Import {
    private static final int PIECES_A_CORE = 2;
    private static final Duration LOOK = Duration.ofMillis(200);

    private final Origins origins;
    private final Granularity bucket;
    private final BatchRunner runner;
    private final GapFilling filling;
    private final int parallelism;
    private final Listener listener;
    private Books books = Books.NONE;

    /** Hears how it goes; what it throws ends it, between two batches. */
    @FunctionalInterface
    public interface Listener {
        /** So many of all pieces are done. */
        void progress(long done, long total, String message);
    }

    /** @param gaps that an import may fill */
    public Import(Pipeline pipeline, BatchRunner runner, GapStore gaps, int parallelism, Listener listener) {
        filling = new GapFilling(gaps, runner);
        origins = Origins.of(pipeline);
        bucket = pipeline.record().bucket();
        this.runner = runner;
        this.parallelism = parallelism;
        this.listener = listener;
    }

    /**
     * The source whose identities imported events have.
     *
     * @param asked by name; empty where there is only one
     * @throws InvalidRequestException where it is not said which of several, or the source is none of its own
     */
    public static String source(Pipeline pipeline, Optional<String> asked) {
        if (pipeline.source() instanceof Pipeline.Kafka kafka && !kafka.topics().one()) {
            String topic = asked.orElseThrow(() -> cannot(
                    pipeline, "it reads several topics, and an event's identity is of one of them. Write --as TOPIC"));
            if (!kafka.topics().include(topic)) {
                throw cannot(pipeline, "\"" + topic + "\" is no source of it");
            }
            return topic;
        }
        String own = pipeline.source().name();
        asked.filter(source -> !source.equals(own)).ifPresent(source -> {
            throw cannot(pipeline, "\"" + source + "\" is no source of it; that is \"" + own + "\"");
        });
        return own;
    }

    private static InvalidRequestException cannot(Pipeline pipeline, String why) {
        return new InvalidRequestException("Cannot import into \"" + pipeline.name() + "\": " + why + ".");
    }

    /**
     * Imports what is asked for.
     *
     * @param done how many pieces were imported before, by a driver that ended
     * @param ending whether nothing more is to be begun
     * @return what came of it, a sentence
     * @throws ImportException where something cannot be read
     */
    public String bring(Request.Import asked, long done, BooleanSupplier ending) {
        Origin kind = origins.first(asked.ranges());
        List<Origin.Piece> pieces = origins.cut(asked.ranges(), asked.source());
        long began = System.nanoTime();
        int next = kind.keeps() ? (int) Math.min(done, pieces.size()) : 0;
        while (next < pieces.size()) {
            listener.progress(next, pieces.size(), kind.said(books));
            List<Origin.Piece> some = together(
                    pieces.subList(next, pieces.size()), asked.perSecond() > 0 ? 1 : PIECES_A_CORE * parallelism);
            CommittedBatch committed = imported(some).orElseThrow(() -> new ImportException("the driver is ending"));
            books = books.plus(committed.books());
            origins.committed(some, committed.claim().batch());
            next += some.size();
            rest(asked.perSecond(), began, ending);
        }
        // before all of it is said to be done: else nobody would take it over to close gaps
        long filled = filling.close(asked.fills());
        listener.progress(next, pieces.size(), kind.said(books));
        List<Long> voided = voided(asked);
        if (voided.isEmpty()) {
            return kind.said(books) + said(filled, asked.fills().size());
        }
        runner.settle(voided, Claim.Cause.SETTLE);
        return "%,d entries recorded; what they take out of %,d buckets of the record is out of the totals"
                .formatted(
                        asked.ranges().stream()
                                .mapToLong(Request.ImportedRange::until)
                                .sum(),
                        voided.size());
    }

    /** The buckets of entries that take events out: live ones too are settled at once. */
    private List<Long> voided(Request.Import asked) {
        return asked.ranges().stream()
                .filter(range -> VoidList.reads(range.uri()))
                .flatMap(range -> VoidList.of(range.uri()).entries().stream())
                .map(entry -> bucket.floor(entry.timeMicros()))
                .distinct()
                .sorted()
                .toList();
    }

    private static String said(long filled, int asked) {
        return asked == 0
                ? ""
                : "; %,d gaps filled%s"
                        .formatted(filled, filled < asked ? ", %,d not or in part".formatted(asked - filled) : "");
    }

    /** The first ones, for one batch: there no range of positions may stand for two pieces. */
    private static List<Origin.Piece> together(List<Origin.Piece> pieces, int max) {
        Set<Claim.Range> ranges = new HashSet<>();
        int some = 0;
        while (some < Math.min(max, pieces.size())
                && ranges.add(pieces.get(some).range())) {
            some++;
        }
        return pieces.subList(0, some);
    }

    private Optional<CommittedBatch> imported(List<Origin.Piece> pieces) {
        return runner.imported(
                pieces.stream().map(Origin.Piece::range).toList(),
                pieces.stream().map(Origin.Piece::uri).toList());
    }

    /** Until no more came in a second than may. */
    private void rest(long perSecond, long began, BooleanSupplier ending) {
        while (perSecond > 0
                && !ending.getAsBoolean()
                && books.read() > perSecond * ((System.nanoTime() - began) / 1e9)) {
            wait(LOOK);
        }
    }

    private static void wait(Duration pause) {
        try {
            RetryPolicy.sleep(pause);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            throw new ImportException("interrupted while waiting", end);
        }
    }
}
