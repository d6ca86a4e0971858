package tallyroll.importing;

import java.io.IOException;
import java.util.List;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;
import tallyroll.decode.Envelope;
import tallyroll.flow.SourceCursor;

/** The rows of a file that begin in a range of its positions. */
final class ImportCursor implements SourceCursor {
    private final String uri;
    private final Claim.Range range;
    private final Rows rows;
    private final Envelope envelope = new Envelope();

    ImportCursor(Origin.Piece piece, Rows rows) {
        uri = piece.uri();
        range = piece.range();
        this.rows = rows;
    }

    @Override
    public boolean advance() {
        try {
            return rows.next() && rows.begun() < range.until();
        } catch (IOException unreadable) {
            throw Files.cannotRead(uri, unreadable);
        }
    }

    @Override
    public boolean tombstone() {
        return false;
    }

    /** A file has nothing beside a value; one that looks as if it had is wrapped, so that nobody can write what a transport says. */
    @Override
    public Slice value() {
        envelope.begin();
        return envelope.wrap(rows.value());
    }

    @Override
    public long offset() {
        return rows.position();
    }

    @Override
    public List<Claim.Range> gaps() {
        return List.of();
    }

    @Override
    public void close() {
        rows.close();
    }
}
