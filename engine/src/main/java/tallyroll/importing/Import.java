package tallyroll.importing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import tallyroll.batch.BatchRunner;
import tallyroll.batch.CommittedBatch;
import tallyroll.control.Books;
import tallyroll.control.Claim;
import tallyroll.control.Request;
import tallyroll.event.EventFormat;
import tallyroll.event.EventSpec.Format;
import tallyroll.event.TransportField;
import tallyroll.pipeline.InvalidRequestException;
import tallyroll.pipeline.Pipeline;
import tallyroll.retry.RetryPolicy;

/**
 * Brings files in, some pieces a batch of the pipeline's own log, so that an import cannot race the stream (rule R10), and new events take
 * turns with it.
 *
 * <p>Why nothing counts twice: an event of a file has the identity that the source would give it, and of events with one identity one
 * counts, whichever way they came. So pieces that were imported before are imported again without harm.
 */
public final class Import {
    private static final int PIECES_A_CORE = 2;
    private static final Duration LOOK = Duration.ofMillis(200);

    private final Pipeline pipeline;
    private final BatchRunner runner;
    private final int parallelism;
    private final Listener listener;
    private Books books = Books.NONE;

    /** Hears how it goes; what it throws ends it, between two batches. */
    @FunctionalInterface
    public interface Listener {
        /** So many of all pieces are done. */
        void progress(long done, long total, String message);
    }

    public Import(Pipeline pipeline, BatchRunner runner, int parallelism, Listener listener) {
        this.pipeline = pipeline;
        this.runner = runner;
        this.parallelism = parallelism;
        this.listener = listener;
    }

    /**
     * The source whose identities the events of files have.
     *
     * @param asked by name; empty where there is only one
     * @throws InvalidRequestException where files cannot be imported into the pipeline, or the source is none of its own
     */
    public static String source(Pipeline pipeline, Optional<String> asked) {
        requireFiles(pipeline);
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

    private static void requireFiles(Pipeline pipeline) {
        EventFormat format = pipeline.event().format();
        if (format != Format.JSON && format != Format.CSV && format != Format.TEXT) {
            throw cannot(
                    pipeline,
                    "its events are " + format.label() + ", which do not stand in lines; send them to its source");
        }
        if (pipeline.event().payload().encoding().startsWith("UTF-16")) {
            throw cannot(pipeline, "its events are in UTF-16, which cannot be cut into lines");
        }
        pipeline.event().schema().fields().stream()
                .filter(field -> TransportField.of(field.path())
                        .filter(what -> !what.isKept())
                        .isPresent())
                .findFirst()
                .ifPresent(field -> {
                    throw cannot(
                            pipeline,
                            "field \"" + field.name() + "\" reads " + field.path()
                                    + ", which an event of a file has not");
                });
    }

    /** @throws InvalidRequestException where rows of columns are no events of the pipeline */
    public static void requireReadable(Pipeline pipeline, List<Request.ImportedFile> files) {
        files.stream()
                .filter(file ->
                        FileKind.of(file.uri()).hasColumns() && pipeline.event().format() != Format.JSON)
                .findFirst()
                .ifPresent(file -> {
                    throw cannot(
                            pipeline,
                            "rows of " + file.uri() + " become JSON, and its events are "
                                    + pipeline.event().format().label());
                });
    }

    private static InvalidRequestException cannot(Pipeline pipeline, String why) {
        return new InvalidRequestException("Cannot import files into \"" + pipeline.name() + "\": " + why + ".");
    }

    /**
     * Imports what is asked for.
     *
     * @param done how many pieces were imported before, by a driver that ended
     * @param ending whether nothing more is to be begun
     * @return what came of it, a sentence
     * @throws ImportException where a file cannot be read
     */
    public String bring(Request.Import asked, long done, BooleanSupplier ending) {
        List<Pieces.Piece> pieces = new Pieces(pipeline.event(), asked.source()).of(asked.files());
        long began = System.nanoTime();
        int next = (int) Math.min(done, pieces.size());
        while (next < pieces.size()) {
            listener.progress(next, pieces.size(), said());
            int some = Math.min(pieces.size() - next, asked.perSecond() > 0 ? 1 : PIECES_A_CORE * parallelism);
            Optional<CommittedBatch> committed = imported(pieces.subList(next, next + some));
            if (committed.isEmpty()) {
                throw new ImportException("the driver is ending");
            }
            books = books.plus(committed.get().books());
            next += some;
            rest(asked.perSecond(), began, ending);
        }
        listener.progress(next, pieces.size(), said());
        return said();
    }

    private Optional<CommittedBatch> imported(List<Pieces.Piece> pieces) {
        List<Claim.Range> ranges = new ArrayList<>();
        List<String> origins = new ArrayList<>();
        for (Pieces.Piece piece : pieces) {
            ranges.add(piece.range());
            origins.add(piece.uri());
        }
        return runner.imported(ranges, origins);
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

    private String said() {
        return "%,d events imported: %,d recorded, %,d duplicates, %,d dead letters"
                .formatted(books.read(), books.recorded(), books.duplicates(), books.deadLetters());
    }
}
