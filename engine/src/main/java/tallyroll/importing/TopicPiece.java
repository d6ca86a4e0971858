package tallyroll.importing;

import java.util.List;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;
import tallyroll.flow.SourceCursor;
import tallyroll.source.SourceException;

/** A piece of a topic: what the brokers cannot give any more ends the import, for it is no gap of the source. */
final class TopicPiece implements SourceCursor {
    private final String place;
    private final SourceCursor records;

    TopicPiece(String place, SourceCursor records) {
        this.place = place;
        this.records = records;
    }

    @Override
    public boolean advance() {
        try {
            boolean more = records.advance();
            records.gaps().forEach(gap -> {
                throw new ImportException("Cannot import " + place + ": " + records.message(gap)
                        + ". What was imported before counts; ask again for what is left.");
            });
            return more;
        } catch (SourceException unreadable) {
            throw ImportException.unreadable(place, unreadable);
        }
    }

    @Override
    public boolean tombstone() {
        return records.tombstone();
    }

    @Override
    public Slice value() {
        return records.value();
    }

    @Override
    public long offset() {
        return records.offset();
    }

    @Override
    public List<Claim.Range> gaps() {
        return List.of();
    }

    @Override
    public void close() {
        records.close();
    }
}
