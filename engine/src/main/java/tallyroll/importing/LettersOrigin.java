package tallyroll.importing;

import java.util.List;
import java.util.Optional;
import tallyroll.control.Books;
import tallyroll.control.IngestClaim;
import tallyroll.control.Request;
import tallyroll.control.SourceState;
import tallyroll.pipeline.Pipeline;
import tallyroll.record.DeadLetter;
import tallyroll.record.LetterRange;
import tallyroll.record.SystemOfRecord.Batches;
import tallyroll.store.StoreSettings;
import tallyroll.store.Stores;

/**
 * The pipeline's own dead letters, decoded once more. What is asked for is {@code letters:CODE}, and a position there is the number of a
 * batch: those that met no letter later than the request count alone, so a letter that is none still is not decoded for ever.
 *
 * <p>An event keeps the identity that it has where the letter came from. Without an id in the definition that is its place, so letters of
 * what has places of its own, another topic or a table, are left alone there.
 */
public final class LettersOrigin implements Origin {
    private final Pipeline pipeline;

    LettersOrigin(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    /**
     * What to ask for.
     *
     * @param code of which all letters are, empty for any
     * @param committed the last batch whose letters are decoded again
     */
    public static Request.ImportedRange of(String code, long committed) {
        return new Request.ImportedRange(IngestClaim.LETTERS + code, 0, committed + 1);
    }

    /** Whether what {@link #of} gives is asked for. */
    public static boolean areAskedFor(List<Request.ImportedRange> ranges) {
        return ranges.stream().anyMatch(range -> range.uri().startsWith(IngestClaim.LETTERS));
    }

    @Override
    public boolean reads(String uri) {
        return uri.startsWith(IngestClaim.LETTERS);
    }

    @Override
    public void requireReadable(Request.ImportedRange range) {
        // each letter is an event or stays one
    }

    @Override
    public List<Piece> cut(Request.ImportedRange range, int number, String source) {
        String code = range.uri().substring(IngestClaim.LETTERS.length());
        LetterPieces pieces = new LetterPieces(code);
        Stores.shared(pipeline).record().readDeadLetters(new Batches(range.from(), range.until()), (letter, micros) -> {
            if (letter.isWhole() && (code.isEmpty() || code.equals(letter.code()))) {
                identified(pipeline, letter, source).ifPresent(named -> pieces.add(letter, named));
            }
        });
        return pieces.ended();
    }

    /**
     * The source whose identities the event of a letter has; empty where it cannot be told.
     *
     * @param source of the pipeline, for what was imported; empty where there are several
     */
    public static Optional<String> identified(Pipeline pipeline, DeadLetter letter, String source) {
        String origin = letter.origin();
        if (own(pipeline, SourceState.baseName(origin))) {
            return Optional.of(origin);
        }
        if (pipeline.event().idFields().isEmpty()) {
            return Optional.of(origin).filter(FileOrigin::identifies);
        }
        return Optional.of(source).filter(name -> !name.isEmpty());
    }

    private static boolean own(Pipeline pipeline, String name) {
        return pipeline.source() instanceof Pipeline.Kafka kafka
                ? kafka.topics().include(name)
                : pipeline.source().name().equals(name);
    }

    @Override
    public boolean keeps() {
        return false;
    }

    @Override
    public String said(Books books) {
        return "%,d dead letters decoded again: %,d are events now (%,d recorded, %,d duplicates), %,d are none still"
                .formatted(
                        books.read(),
                        books.recorded() + books.duplicates(),
                        books.recorded(),
                        books.duplicates(),
                        books.deadLetters());
    }

    @Override
    public PieceOpener opener() {
        StoreSettings stores = StoreSettings.of(pipeline);
        return piece -> LettersCursor.open(Stores.shared(stores).record(), LetterRange.of(piece.range(), piece.uri()));
    }
}
