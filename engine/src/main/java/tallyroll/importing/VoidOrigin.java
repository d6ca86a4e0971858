package tallyroll.importing;

import java.util.List;
import tallyroll.control.Claim;
import tallyroll.control.IngestClaim;
import tallyroll.control.Request;
import tallyroll.decode.VoidEntry;
import tallyroll.flow.RecordsCursor;

/**
 * Lists of what is to be taken out of the totals, see {@link VoidList}; each is one piece, and mostly one batch. A
 * position is an entry's number in its list.
 */
final class VoidOrigin implements Origin {
    /** No topic has such a name, so no position of one is taken for a place in a list. */
    private static final String SOURCE = IngestClaim.VOIDS;

    @Override
    public boolean reads(String uri) {
        return VoidList.reads(uri);
    }

    @Override
    public void requireReadable(Request.ImportedRange range) {
        VoidList.of(range.uri());
    }

    @Override
    public List<Piece> cut(Request.ImportedRange range, int number, String source) {
        Claim.Range all = new Claim.Range(SOURCE, 0, range.from(), range.until());
        return List.of(new Piece(all, range.uri()));
    }

    @Override
    public PieceOpener opener() {
        return piece -> {
            List<VoidEntry> entries = VoidList.of(piece.uri()).entries();
            return new RecordsCursor(piece.range(), at -> entries.get((int) at).bytes());
        };
    }
}
