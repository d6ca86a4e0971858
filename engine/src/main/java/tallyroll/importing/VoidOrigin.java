package tallyroll.importing;

import java.util.List;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;
import tallyroll.control.Request;
import tallyroll.decode.VoidEntry;
import tallyroll.flow.SourceCursor;

/** Lists of what is to be taken out of the totals, see {@link VoidList}; each is one piece, and mostly one batch. */
final class VoidOrigin implements Origin {
    /** No topic has such a name, so no position of one is taken for a place in a list. */
    private static final String SOURCE = "voids:";

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
        return piece -> new Entries(VoidList.of(piece.uri()).entries(), piece.range());
    }

    /** A position is an entry's number in its list. */
    private static final class Entries implements SourceCursor {
        private final List<VoidEntry> entries;
        private final Claim.Range range;
        private final Slice value = new Slice();
        private long at;

        Entries(List<VoidEntry> entries, Claim.Range range) {
            this.entries = entries;
            this.range = range;
            at = range.from() - 1;
        }

        @Override
        public boolean advance() {
            at++;
            if (at >= range.until()) {
                return false;
            }
            byte[] bytes = entries.get((int) at).bytes();
            value.set(bytes, 0, bytes.length);
            return true;
        }

        @Override
        public boolean tombstone() {
            return false;
        }

        @Override
        public Slice value() {
            return value;
        }

        @Override
        public long offset() {
            return at;
        }

        @Override
        public List<Claim.Range> gaps() {
            return List.of();
        }

        @Override
        public void close() {
            // nothing is held
        }
    }
}
