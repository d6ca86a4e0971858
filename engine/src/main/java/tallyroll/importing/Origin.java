package tallyroll.importing;

import java.io.Serializable;
import java.util.List;
import tallyroll.control.Books;
import tallyroll.control.Claim;
import tallyroll.control.Request;
import tallyroll.flow.SourceCursor;
import tallyroll.pipeline.InvalidRequestException;

/**
 * Port: a kind of what events are imported from, told by its address. On the driver it says what can be imported and cuts it; what it
 * opens in tasks goes there by itself, see {@link PieceOpener}. Not for several threads.
 */
public interface Origin {
    /** Whether it reads what has this address. */
    boolean reads(String uri);

    /** @throws InvalidRequestException where its records are no events of the pipeline */
    void requireReadable(Request.ImportedRange range);

    /**
     * The pieces of a range, each of which a task reads: the same ones whenever the same range is cut.
     *
     * @param number of the range in its request, from 0; two ranges that have other positions need not have other numbers
     * @param source whose identities the events have
     * @throws ImportException where it cannot be read, or is another than it was when it was asked for
     */
    List<Piece> cut(Request.ImportedRange range, int number, String source);

    /**
     * Whether a piece is there still when its batch was committed. Else whoever goes on after another driver finds what is left, and begins
     * with the first piece.
     */
    default boolean keeps() {
        return true;
    }

    /** What came of it, a sentence. */
    default String said(Books books) {
        return "%,d events imported: %,d recorded, %,d duplicates, %,d dead letters"
                .formatted(books.read(), books.recorded(), books.duplicates(), books.deadLetters());
    }

    /** How tasks open pieces. */
    PieceOpener opener();

    /**
     * Told when the batch of these pieces was committed; told again, of another batch, where the driver ended before it could say that
     * they are done. Does nothing unless overridden.
     *
     * @throws RuntimeException which ends the request; the batch stays committed
     */
    default void committed(List<Piece> pieces, long batch) {
        // nothing is left to do
    }

    /**
     * What a task reads.
     *
     * @param range its positions, of the source and partition by which its events are identified where they have no id
     * @param uri where it is read, as people know it: dead letters name it
     */
    record Piece(Claim.Range range, String uri) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /** Opens pieces in tasks, wherever those run. */
    interface PieceOpener extends Serializable {
        /**
         * The records of a piece, the same ones each time, and no gaps: an import ends where something is missing.
         *
         * @throws ImportException where it cannot be read
         */
        SourceCursor open(Piece piece);
    }
}
