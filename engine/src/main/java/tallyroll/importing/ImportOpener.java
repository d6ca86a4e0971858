package tallyroll.importing;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import tallyroll.control.Claim;
import tallyroll.control.IngestClaim;
import tallyroll.flow.SourceCursor;
import tallyroll.flow.SourceOpener;
import tallyroll.pipeline.Pipeline;

/** Opens the pieces that a batch imports, in its tasks. */
public final class ImportOpener implements SourceOpener {
    private static final long serialVersionUID = 1L;

    private final HashMap<Claim.Range, Known> pieces;

    /** A piece, and what opens it. */
    private record Known(Origin.Piece piece, Origin.PieceOpener opener) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    private ImportOpener(Map<Claim.Range, Known> pieces) {
        this.pieces = new HashMap<>(pieces);
    }

    /** How tasks open the ranges of any claim: of what is imported, or as the source does. */
    public static Function<IngestClaim, SourceOpener> besides(
            Pipeline pipeline, Function<IngestClaim, SourceOpener> source) {
        Origins origins = Origins.of(pipeline);
        return claim -> claim.imports() ? of(claim, origins) : source.apply(claim);
    }

    static ImportOpener of(IngestClaim claim, Origins origins) {
        Map<Claim.Range, Known> pieces = new HashMap<>();
        Map<Origin, Origin.PieceOpener> openers = new HashMap<>();
        for (int task = 0; task < claim.ranges().size(); task++) {
            Origin.Piece piece = new Origin.Piece(claim.range(task), claim.origin(task));
            Origin.PieceOpener opener = openers.computeIfAbsent(origins.of(piece.uri()), Origin::opener);
            pieces.put(piece.range(), new Known(piece, opener));
        }
        return new ImportOpener(pieces);
    }

    @Override
    public SourceCursor open(Claim.Range range) {
        Known known = pieces.get(range);
        return known.opener().open(known.piece());
    }
}
